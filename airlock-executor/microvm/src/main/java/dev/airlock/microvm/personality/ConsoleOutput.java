package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;

/**
 * Descriptors 1 and 2. What the run's limit has no room for ends the run.
 *
 * @param error whether it is the second
 */
record ConsoleOutput(boolean error) implements Channel {
    private static final int CHUNK = 1 << 16;

    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) {
        return Errors.EBADF;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) throws BadAddress {
        Console console = process.console();
        long written = 0;
        while (from.remaining() > 0 && console.room() > 0) {
            byte[] bytes = from.take(Math.min(CHUNK, console.room()));
            console.write(error, bytes);
            written += bytes.length;
        }
        if (from.remaining() > 0) {
            process.stop(new Stop.OutputFull());
        }
        return written;
    }

    @Override
    public int readiness(GuestProcess process) {
        return OUT;
    }

    @Override
    public Channel copy(Copies copies) {
        return this;
    }
}
