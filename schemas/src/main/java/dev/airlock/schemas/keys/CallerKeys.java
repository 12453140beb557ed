package dev.airlock.schemas.keys;

import dev.airlock.schemas.model.Origin;
import java.util.Optional;
import java.util.Set;

/** Whose word an intent or a cancel is. Safe for any thread; an answer may wait for the bus, which the maker says. */
public interface CallerKeys {
    /** What is known of {@code key} now. */
    Standing of(KeyId key);

    /**
     * Why a delegation counts no more: an operator, or one of these who gave it or what it rests on, has taken it back. Empty if nobody has. Who follows no
     * revocations cannot know that, and says so: on what nobody can know nothing rests.
     *
     * @param delegation its hash
     * @param issuers the keys of those who gave it, or one that it rests on
     */
    default Optional<String> takenBack(String delegation, Set<KeyId> issuers) {
        return Optional.of("whether it was taken back is not known here");
    }

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
