package dev.airlock.microvm.personality;

/**
 * A signal on its way.
 *
 * @param number 1 to 64
 * @param code si_code: who sent it. Source: include/uapi/asm-generic/siginfo.h, v6.12
 * @param value si_value, when the sender gave one
 */
record Signal(int number, int code, long value) {
    // arch/x86/include/uapi/asm/signal.h, v6.12.
    static final int ABORT = 6;
    static final int KILL = 9;
    static final int SEGMENT = 11;
    static final int PIPE = 13;
    static final int ALARM = 14;
    static final int CHILD = 17;
    static final int CONTINUE = 18;
    static final int STOP = 19;
    static final int TERMINAL_STOP = 20;
    static final int TERMINAL_IN = 21;
    static final int TERMINAL_OUT = 22;
    static final int URGENT = 23;
    static final int VIRTUAL_ALARM = 26;
    static final int PROFILE = 27;
    static final int WINDOW = 28;

    /** SIGHUP to SIGRTMAX. */
    static final int MOST = 64;

    /** From here on signals queue up instead of becoming one. */
    static final int REAL_TIME = 32;

    static final int SI_USER = 0;
    static final int SI_KERNEL = 0x80;
    static final int SI_QUEUE = -1;
    static final int SI_TIMER = -2;
    static final int SI_TKILL = -6;

    static Signal ofKernel(int number) {
        return new Signal(number, SI_KERNEL, 0);
    }

    static boolean isNumber(int number) {
        return number >= 1 && number <= MOST;
    }

    static long bit(int number) {
        return 1L << (number - 1);
    }

    long bit() {
        return bit(number);
    }

    /** Whether nothing happens when nobody asked for it. */
    static boolean isIgnoredByDefault(int number) {
        return number == CHILD || number == CONTINUE || number == URGENT || number == WINDOW;
    }

    /** Whether the process stands still when nobody asked for it. */
    static boolean stopsByDefault(int number) {
        return number == STOP || number == TERMINAL_STOP || number == TERMINAL_IN || number == TERMINAL_OUT;
    }
}
