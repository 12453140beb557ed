package dev.airlock.provenance.foreign;

import java.time.Instant;
import java.util.Optional;

/**
 * A foreign token that holds by the rules of its form.
 *
 * @param form which form
 * @param id of the shape that the form demands
 * @param actor who it says acted; 1 to 256 characters
 * @param parent the id of the token before it; empty at a beginning
 * @param parentHash what the token says its parent's hash is; always empty in tibet-core's form, which does not say it
 * @param hash the token's own, with its {@code sha256:} or without as the form has it
 * @param timestamp when it was made; empty if it names no zone
 * @param proof what the check has proved
 */
public record ForeignToken(
        Form form,
        String id,
        String actor,
        Optional<String> parent,
        Optional<String> parentHash,
        String hash,
        Optional<Instant> timestamp,
        Proof proof) {
    /** How much a foreign token proves. */
    public enum Proof {
        /** That its content is what was hashed. Whoever wrote it could have written anything: nothing about its author. */
        CONTENT("its content is whole; nothing is proved about who wrote it"),
        /** That somebody with the shared key hashed it; who of them is open. */
        SHARED_KEY("written by somebody who has the shared key"),
        /** That its actor's key signed it. */
        AUTHOR("signed by its actor's key");

        private final String text;

        Proof(String text) {
            this.text = text;
        }

        /** The same for people. */
        public String text() {
            return text;
        }
    }
}
