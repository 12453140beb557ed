package dev.airlock.microvm.machine;

/** The two ports over which a guest leaves the machine. */
final class Port {
    /** A system call. */
    static final int CALL = 0x10;

    /** A fault; ring 3 may not reach it. */
    static final int FAULT = 0x20;

    private Port() {}
}
