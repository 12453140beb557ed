package dev.airlock.cli;

import dev.airlock.schemas.model.IntentKey;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What somebody calls the intent that is to be cancelled. Sessions and ids may hold slashes, and anybody may send an intent whose id looks like
 * another's SESSION/ID, so a whole name wins over an id, and one's own intent over another's.
 *
 * @param session if it was given apart
 * @param id an id, or SESSION/ID
 */
record CancelName(Optional<String> session, String id) {
    /**
     * The one intent that this can only mean, whatever is on the bus: the session was given, or there is exactly one slash.
     *
     * @throws IllegalArgumentException if no intent can be called so
     */
    Optional<IntentKey> certain() {
        if (session.isPresent()) {
            return Optional.of(new IntentKey(session.get(), id));
        }
        int slash = id.indexOf('/');
        return slash < 0 || slash != id.lastIndexOf('/')
                ? Optional.empty()
                : Optional.of(new IntentKey(id.substring(0, slash), id.substring(slash + 1)));
    }

    /** Whether it may be {@code key} that is meant. */
    boolean mayMean(IntentKey key) {
        return key.text().equals(id) || key.id().equals(id);
    }

    /**
     * Which one of those on the bus is meant.
     *
     * @param mine whether the caller signed it, if that matters
     * @throws Trouble if there is none, or more than one
     */
    IntentKey among(Set<IntentKey> sent, Predicate<IntentKey> mine) throws Trouble {
        Set<IntentKey> candidates = narrowed(narrowed(sent, key -> key.text().equals(id)), mine);
        if (candidates.isEmpty()) {
            throw new Trouble(
                    Exit.USAGE,
                    "no intent " + id + " is on the bus; one that a frame brought is named SESSION/ID",
                    "airlock tokens shows what has ended");
        }
        if (candidates.size() > 1) {
            var texts = new TreeSet<>(candidates.stream()
                    .map(key -> "--session " + key.session() + " " + key.id())
                    .toList());
            throw new Trouble(
                    Exit.USAGE,
                    candidates.size() + " intents are called " + id + ", in several sessions",
                    "airlock cancel " + texts.first());
        }
        return candidates.iterator().next();
    }

    /** Those that pass; all of them if none does. */
    private static Set<IntentKey> narrowed(Set<IntentKey> keys, Predicate<IntentKey> by) {
        Set<IntentKey> some = keys.stream().filter(by).collect(Collectors.toSet());
        return some.isEmpty() ? keys : some;
    }
}
