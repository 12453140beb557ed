package dev.airlock.microvm.personality;

/** What the guest said it wants done with signals. None is ever delivered: nobody outside may send one. */
final class SignalState {
    /** SIGHUP to SIGRTMAX. */
    static final int SIGNALS = 64;

    /** struct kernel_sigaction: handler, flags, restorer, mask. Source: include/linux/signal_types.h, v6.12. */
    static final int ACTION_BYTES = 32;

    private final byte[][] actions;
    private long mask;

    SignalState() {
        this(new byte[SIGNALS][ACTION_BYTES], 0);
    }

    private SignalState(byte[][] actions, long mask) {
        this.actions = actions;
        this.mask = mask;
    }

    SignalState copy() {
        return new SignalState(actions.clone(), mask);
    }

    byte[] action(int signal) {
        return actions[signal - 1];
    }

    /** The array is replaced, never written to: copies share it. */
    void action(int signal, byte[] action) {
        actions[signal - 1] = action;
    }

    long mask() {
        return mask;
    }

    void mask(long next) {
        mask = next;
    }
}
