package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import java.lang.foreign.MemorySegment;

/**
 * One end of a pipe. There is one thread, so whoever waits at one end waits for a handler to act at the other, or for
 * the deadline.
 */
record PipeEnd(Pipe pipe, boolean writing) implements Channel {
    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) throws BadAddress {
        if (writing) {
            return Errors.EBADF;
        }
        if (into.remaining() == 0) {
            return 0;
        }
        if (pipe.count() == 0 && pipe.writers > 0) {
            return by.waits() ? process.waiting().forSignal(() -> pipe.count() > 0) : Errors.EAGAIN;
        }
        byte[] bytes = pipe.peek((int) Math.min(into.remaining(), Pipe.CAPACITY));
        into.checkWritable(bytes.length);
        into.put(MemorySegment.ofArray(bytes));
        pipe.drop(bytes.length);
        return bytes.length;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) throws BadAddress {
        if (!writing) {
            return Errors.EBADF;
        }
        if (from.remaining() == 0) {
            return 0;
        }
        if (pipe.readers == 0) {
            process.signals().raise(Signal.ofKernel(Signal.PIPE));
            return Errors.EPIPE;
        }
        boolean fits = from.remaining() <= pipe.room() || (from.remaining() > Pipe.WHOLE && pipe.room() > 0);
        if (!fits && !by.waits()) {
            return Errors.EAGAIN;
        }
        long written = 0;
        while (fits && from.remaining() > 0 && pipe.room() > 0) {
            byte[] bytes = from.take(pipe.room());
            pipe.add(bytes);
            written += bytes.length;
        }
        if (from.remaining() > 0 && by.waits()) {
            long woken = process.waiting().forSignal(() -> false);
            return written > 0 ? written : woken;
        }
        return written;
    }

    @Override
    public int readiness(GuestProcess process) {
        if (writing) {
            return (pipe.room() >= Pipe.WHOLE ? OUT : 0) | (pipe.readers == 0 ? ERROR : 0);
        }
        return (pipe.count() > 0 ? IN : 0) | (pipe.writers == 0 ? HANG_UP : 0);
    }

    @Override
    public long changes() {
        return pipe.changes();
    }

    @Override
    public void opened() {
        count(1);
    }

    @Override
    public void closed() {
        count(-1);
        pipe.touched();
    }

    private void count(int difference) {
        if (writing) {
            pipe.writers += difference;
        } else {
            pipe.readers += difference;
        }
    }

    @Override
    public Channel copy(Copies copies) {
        return new PipeEnd(pipe.copy(copies), writing);
    }
}
