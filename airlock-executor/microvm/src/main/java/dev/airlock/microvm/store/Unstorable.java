package dev.airlock.microvm.store;

/** A guest that the format has no words for, with what it has open. It is used from memory, and warmed again at the next start. */
public final class Unstorable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unstorable(String what) {
        super(what, null, false, false);
    }
}
