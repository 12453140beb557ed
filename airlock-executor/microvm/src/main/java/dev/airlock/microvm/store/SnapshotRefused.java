package dev.airlock.microvm.store;

/** A stored snapshot that is not used, and why: it is built anew. Carries no stack, a damaged file is no error of ours. */
public final class SnapshotRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** What does not fit, about in the order in which it is looked at. */
    public enum Reason {
        /** A file is missing, too long, or no regular file. */
        FILES,
        /** The manifest is not the canonical JSON of one. */
        MANIFEST,
        /** Written in another version of the format. */
        FORMAT,
        /** Not signed by this node's key over these bytes. */
        SIGNATURE,
        /** Of another image, warm profile or size. */
        IMAGE,
        /** A system call leaves this machine's guests in another way. */
        STUB,
        /** Taken on a processor that shows guests something else. */
        CPU,
        /** The state of process or processor is damaged, or one that no guest can have. */
        STATE,
        /** The file of pages has another length or order than the manifest says. */
        PAGES,
        /** The pages are not those that were signed. */
        ROOT,
        /** A machine made of it is not the one that was signed. */
        DIGEST
    }

    private final Reason reason;

    public SnapshotRefused(Reason reason, String what) {
        super(what, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
