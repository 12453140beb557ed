package dev.airlock.provenance.segments;

import java.io.Serial;

/** A segment or a manifest that is not what was exported, and in which way. */
public final class SegmentBroken extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** In which way. */
    public enum Reason {
        /** The manifest names it, and it is not there. */
        MISSING,
        /** It is shorter or longer than its manifest says. */
        TORN,
        /** Its bytes are not those of its hash. */
        TAMPERED,
        /** It does not hold what its manifest says: order, offsets, number of records. */
        DISORDER,
        /** The manifest is none, or is signed by nobody who is trusted. */
        BAD_MANIFEST
    }

    private final Reason reason;

    /**
     * @param reason in which way
     * @param message the file, what is wrong, and quoting nothing of it
     */
    public SegmentBroken(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** In which way. */
    public Reason reason() {
        return reason;
    }
}
