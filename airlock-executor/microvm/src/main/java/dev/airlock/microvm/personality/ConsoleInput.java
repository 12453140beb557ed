package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import java.lang.foreign.MemorySegment;

/** Descriptor 0: the payload, then its end. */
record ConsoleInput() implements Channel {
    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) throws BadAddress {
        byte[] bytes = process.console().peek(into.remaining());
        into.checkWritable(bytes.length);
        into.put(MemorySegment.ofArray(bytes));
        process.console().consume(bytes.length);
        return bytes.length;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) {
        return Errors.EBADF;
    }

    @Override
    public int readiness(GuestProcess process) {
        return IN;
    }

    @Override
    public Channel copy(Copies copies) {
        return this;
    }
}
