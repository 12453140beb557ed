package dev.airlock.schemas.keys;

import dev.airlock.schemas.model.Origin;

/** Whose word an intent or a cancel is. Safe for any thread; an answer may wait for the bus, which the maker says. */
public interface CallerKeys {
    /** What is known of {@code key} now. */
    Standing of(KeyId key);

    /**
     * Somebody who may want something.
     *
     * @param name for people: it stands in screenings, orders and tokens; trust does not hang on it
     * @param origin the most trusted origin that this key speaks for
     */
    record Speaker(String name, Origin origin) {}

    /** How a key stands. */
    sealed interface Standing {
        /** It speaks for somebody, and this is the key to check his signatures with. */
        record Speaks(Speaker speaker, VerifyingKey key) implements Standing {}

        /** Nobody whom we know has it: what it signed counts as unsigned. */
        record Stranger() implements Standing {}

        /** It speaks for nobody, although we know it: what it signed is refused. The reason is a part of a sentence. */
        record Barred(String reason) implements Standing {}
    }
}
