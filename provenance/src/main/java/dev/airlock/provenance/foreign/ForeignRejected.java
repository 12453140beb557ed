package dev.airlock.provenance.foreign;

import java.io.Serial;

/** A token in another form that does not hold, and why. The message names the field and quotes nothing that a stranger chose. */
public final class ForeignRejected extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why, in the order in which it is looked for. */
    public enum Reason {
        /** More bytes than a token may have. */
        TOO_LARGE,
        /** Not one JSON object in UTF-8; a name twice, bytes behind it, too deep, too long. */
        NOT_JSON,
        /** A member that the form demands is not there. */
        MISSING_FIELD,
        /** A member that the form does not have. */
        UNKNOWN_FIELD,
        /** A member of the wrong type or shape. */
        BAD_FIELD,
        /** A number that the form's hash could be computed of in more than one way. */
        AMBIGUOUS_NUMBER,
        /** The hash is not that of the content; of a keyed hash also: another key, or none. */
        WRONG_HASH,
        /** Of an actor whose key nobody gave. */
        UNKNOWN_KEY,
        /** The signature is not by the actor's key over the canonical bytes. */
        BAD_SIGNATURE,
        /** Made later than now, by more than clocks may differ. */
        FROM_THE_FUTURE
    }

    private final Reason reason;

    ForeignRejected(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Which one it is. */
    public Reason reason() {
        return reason;
    }
}
