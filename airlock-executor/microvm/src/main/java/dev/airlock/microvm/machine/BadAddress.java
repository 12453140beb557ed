package dev.airlock.microvm.machine;

/** The guest named memory that it does not have, or may not use so: EFAULT. Carries no stack, it is no error of ours. */
public final class BadAddress extends Exception {
    private static final long serialVersionUID = 1L;

    BadAddress(long address, long bytes) {
        super("guest address 0x%x, %d bytes".formatted(address, bytes), null, false, false);
    }
}
