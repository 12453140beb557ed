package dev.airlock.provenance;

import java.io.Serial;

/**
 * Bytes that are no token to be trusted, and why. The message names the field and quotes nothing that a stranger
 * chose.
 */
public final class TokenRejected extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why it is no token. In the order in which they are looked for. */
    public enum Reason {
        /** Longer than any token can be. */
        TOO_LARGE,
        /** Sealed by a key that is not in the ring. */
        UNKNOWN_KEY,
        /** Sealed by a key that may not seal this. */
        WRONG_ROLE,
        /** It has a second signature, and its key is not hybrid. */
        SECOND_SIGNATURE_UNASKED,
        /** The signature is not by that key over these bytes. */
        BAD_SIGNATURE,
        /** Its key is hybrid, and the second signature is missing. */
        NO_SECOND_SIGNATURE,
        /** The second signature cannot be verified: of the hybrid key only the id is known. */
        SECOND_KEY_UNKNOWN,
        /** The second signature is not by that key over these bytes. */
        BAD_SECOND_SIGNATURE,
        /** Not one JSON object; a name twice, bytes behind it, too deep. */
        NOT_JSON,
        /** A member that must be there is not. */
        MISSING_FIELD,
        /** A member that this version does not know. */
        UNKNOWN_FIELD,
        /** A member of the wrong type, out of range, or at odds with another. */
        BAD_FIELD,
        /** The token names another key than the one that signed it. */
        WRONG_SIGNER,
        /** The bytes are not the RFC 8785 form of what they say. */
        NOT_CANONICAL,
        /** Made before its key's time. */
        KEY_NOT_YET,
        /** Made after its key's time. */
        KEY_EXPIRED,
        /** Made after its key was revoked; of a compromised key also: seen after it. */
        KEY_REVOKED,
        /** The hash beside the token is not that of its canonical bytes. */
        WRONG_HASH,
        /** What the record says beside the signed bytes is not what they say. */
        WRONG_RECORD
    }

    private final Reason reason;

    TokenRejected(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Which one it is. */
    public Reason reason() {
        return reason;
    }
}
