package dev.airlock.microvm;

/** What was found when everything a guest can see was compared with its snapshot. */
public sealed interface Proof {
    /**
     * It is the snapshot to the last bit.
     *
     * @param digest computed from the machine, and equal to the snapshot's
     */
    record Equal(String digest) implements Proof {}

    /** It is not: no run may see this machine. */
    record Residue(String what) implements Proof {}
}
