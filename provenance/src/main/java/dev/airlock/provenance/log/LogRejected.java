package dev.airlock.provenance.log;

import java.io.Serial;

/** What somebody else wrote about a log and is not to be believed, and why. The message quotes nothing of unbounded length. */
public final class LogRejected extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why it is refused. */
    public enum Reason {
        /** Longer than any that an honest party writes. */
        TOO_LARGE,
        /** The bytes have not the form that they must have. */
        MALFORMED,
        /** No signature by a key that is trusted for this. */
        NO_TRUSTED_SIGNATURE,
        /** A signature in the name of a trusted key is not by that key. */
        BAD_SIGNATURE,
        /** Fewer witnesses than asked for. */
        TOO_FEW_WITNESSES,
        /** About another log than the keys, or than what it is compared with. */
        WRONG_LOG,
        /** An index or a size that the tree has not. */
        OUT_OF_RANGE,
        /** A proof with more or fewer hashes than this place in this tree has. */
        WRONG_LENGTH,
        /** The hashes do not lead to the root of the older tree. */
        WRONG_OLD_ROOT,
        /** The hashes do not lead to the root. */
        WRONG_ROOT,
        /** A log that has become shorter, or has lost or gained partitions. */
        REWOUND
    }

    private final Reason reason;

    LogRejected(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Which one it is. */
    public Reason reason() {
        return reason;
    }
}
