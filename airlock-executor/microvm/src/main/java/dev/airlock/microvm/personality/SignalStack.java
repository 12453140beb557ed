package dev.airlock.microvm.personality;

/**
 * stack_t: where handlers run that ask for it. Source: include/uapi/asm-generic/signal-defs.h, v6.12.
 *
 * @param flags {@link #OFF}, or 0, or {@link #ONCE}
 */
record SignalStack(long base, int flags, long bytes) {
    static final int BYTES = 24;
    static final int ON = 1;
    static final int OFF = 2;
    static final int ONCE = 1 << 31;

    /** MINSIGSTKSZ. */
    static final long LEAST = 2048;

    static final SignalStack NONE = new SignalStack(0, OFF, 0);

    boolean holds(long pointer) {
        return (flags & OFF) == 0 && pointer > base && pointer - base <= bytes;
    }
}
