package dev.airlock.microvm.store;

/** The key that snapshots are signed with, and the only one that is believed. Any thread. */
public interface Seal {
    /** What the key is called, for people; printable ASCII without spaces, at most 128 characters. */
    String keyId();

    /** The signature over just these bytes. */
    byte[] sign(byte[] message);

    /** Whether {@link #sign} of this very key made the signature over just these bytes; any length of either is a no. */
    boolean isOver(byte[] message, byte[] signature);
}
