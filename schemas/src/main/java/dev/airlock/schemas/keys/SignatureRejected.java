package dev.airlock.schemas.keys;

import java.io.Serial;

/** A signature that does not count, and why. The message holds no secret and no signed content. */
public final class SignatureRejected extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why a signature does not count. */
    public enum Reason {
        /** The key is not in the ring. */
        UNKNOWN_KEY,
        /** The key is known, but speaks for something else. */
        WRONG_ROLE,
        /** The key was revoked. */
        REVOKED,
        /** The key's time has not begun, or is over. */
        OUT_OF_TERM,
        /** The signature was not made by this key over this message. */
        BAD_SIGNATURE,
        /** A seal by a hybrid key lacks its second signature. */
        NO_SECOND,
        /** The second signature of a seal was not made by this hybrid key over this token. */
        BAD_SECOND,
        /** A seal by a key that is not hybrid has a second signature. */
        SECOND_UNASKED,
        /** Of a hybrid key only the id is known, so that its second signatures cannot be verified. */
        NO_SECOND_KEY
    }

    private final Reason reason;

    SignatureRejected(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Which one it is. */
    public Reason reason() {
        return reason;
    }
}
