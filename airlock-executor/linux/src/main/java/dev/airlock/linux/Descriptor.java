package dev.airlock.linux;

import java.util.concurrent.atomic.AtomicBoolean;

/** A file descriptor that is closed once. Closing a number twice would close somebody else's file. */
final class Descriptor implements AutoCloseable {
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    Descriptor(int number) {
        this.number = number;
    }

    int number() {
        if (closed.get()) {
            throw new IllegalStateException("descriptor " + number + " is closed");
        }
        return number;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                Libc.close(number);
            } catch (Errno e) {
                // close(2): the descriptor is gone whatever it returns, and only EBADF would be our mistake.
                throw new AssertionError("closing descriptor " + number, e);
            }
        }
    }
}
