package dev.airlock.microvm.store;

/** Stored state that no guest can have. Says what is wrong with it; carries no stack, it is no error of ours. */
public final class BadState extends Exception {
    private static final long serialVersionUID = 1L;

    public BadState(String what) {
        super(what, null, false, false);
    }
}
