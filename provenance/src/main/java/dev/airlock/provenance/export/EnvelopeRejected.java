package dev.airlock.provenance.export;

import java.io.Serial;

/** An envelope, or what is in it, that is not to be trusted. The message quotes nothing that a stranger chose. */
public final class EnvelopeRejected extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why, in the order in which it is looked for. */
    public enum Reason {
        /** Longer than any of ours. */
        TOO_LARGE,
        /** Not one JSON object of the members and types that are wanted. */
        MALFORMED,
        /** It holds something else than was asked for. */
        WRONG_TYPE,
        /** Signed by no key that was given. */
        UNKNOWN_KEY,
        /** The signature is not by that key over this payload and type. */
        BAD_SIGNATURE,
        /** What it says of its token is not what the token says. */
        DISAGREES
    }

    private final Reason reason;

    EnvelopeRejected(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Which one it is. */
    public Reason reason() {
        return reason;
    }
}
