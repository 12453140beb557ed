package dev.airlock.client;

import dev.airlock.provenance.Token;

/** The TIBET token in an answer. */
public sealed interface Provenance {
    /** It was sealed by a trusted key over exactly these bytes, for exactly the intent that was asked for. */
    record Verified(Token token) implements Provenance {}

    /**
     * No keys were given to check it with, so it is a text that somebody sent.
     *
     * @param json the token as it came
     */
    record Unverified(String json) implements Provenance {}

    /** There is none yet; the answer's note says why. */
    record None() implements Provenance {}
}
