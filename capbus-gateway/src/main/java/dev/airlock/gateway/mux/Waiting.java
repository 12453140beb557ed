package dev.airlock.gateway.mux;

import dev.airlock.provenance.Token;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Who waits for which token. A wish is entered before it is published, so its token cannot come too early; tokens of the last
 * wishes are kept a while, so that a frame that is sent twice is answered twice. A token under a wish's id is its own only if it is that of
 * an intent that was published for it: somebody else may have taken the id first, by another door. Bounded; safe for any thread.
 */
final class Waiting {
    private static final int KEPT_MAX = 4096;
    /** How many intents are published for one wish, of which one can have the token; of more it is not known. */
    private static final int PUBLISHED_MAX = 64;

    private final int waitingMax;
    private final Map<IntentKey, Wait> waits = new HashMap<>();
    private final Map<IntentKey, Kept> kept = new Recent<>();
    /** Whose deadline passed before their tokens came. */
    private final Map<IntentKey, Wait> overdue = new Recent<>();

    Waiting(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    private static final class Recent<V> extends LinkedHashMap<IntentKey, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IntentKey, V> eldest) {
            return size() > KEPT_MAX;
        }
    }

    /**
     * A token.
     *
     * @param wish whose it is; empty if it is none's that was entered here
     */
    private record Kept(Optional<Wish> wish, Told told) {}

    /**
     * An intent that was published for a wish.
     *
     * @param intentHash {@code sha256:} of its body
     * @param principal the name that its token must have for its caller; empty if nobody but this process knew the body
     */
    record Published(String intentHash, Optional<String> principal) {
        private boolean isOf(Token token) {
            return token.content().eraan().intentHash().value().equals(intentHash)
                    && (principal.isEmpty()
                            || principal.equals(token.content().eromheen().principal()));
        }
    }

    /** One wish and its end. The output may come before the token, so it is kept until then. */
    static final class Wait {
        private final Wish wish;
        private final Set<Published> published;
        private final CompletableFuture<Optional<Told>> token = new CompletableFuture<>();
        private final CompletableFuture<Output> output = new CompletableFuture<>();
        private int frames = 1;

        private Wait(Wish wish, Set<Published> published) {
            this.wish = wish;
            this.published = published;
        }

        private boolean isOf(Token token) {
            return published.stream().anyMatch(one -> one.isOf(token));
        }

        /** Its token; empty if another has its id. */
        CompletableFuture<Optional<Told>> token() {
            return token;
        }

        CompletableFuture<Output> output() {
            return output;
        }
    }

    /** How a wish was entered. */
    sealed interface Entered {
        /** It is new: publish it, then wait. */
        record First(Wait place) implements Entered {}

        /** The same wish is under way: only wait. */
        record Again(Wait place) implements Entered {}

        /** It has ended. */
        record Ended(Told told) implements Entered {}

        /** Another wish has this id, as far as is known here. */
        record Taken() implements Entered {}

        /** Too many wait. */
        record Full() implements Entered {}
    }

    synchronized Entered enter(Wish wish) {
        Kept before = kept.get(wish.key());
        if (before != null) {
            return before.wish().filter(wish::equals).isPresent()
                    ? new Entered.Ended(before.told())
                    : new Entered.Taken();
        }
        Wait wait = waits.get(wish.key());
        if (wait != null) {
            if (!wait.wish.equals(wish)) {
                return new Entered.Taken();
            }
            wait.frames++;
            return new Entered.Again(wait);
        }
        if (waits.size() >= waitingMax) {
            return new Entered.Full();
        }
        Wait late = overdue.get(wish.key());
        Wait first = new Wait(
                wish, late != null && late.wish.equals(wish) ? new HashSet<>(late.published) : new HashSet<>());
        waits.put(wish.key(), first);
        return new Entered.First(first);
    }

    /** An intent is about to be published for a wish that is under way. */
    synchronized void publishes(Wait wait, Published intent) {
        if (wait.published.size() < PUBLISHED_MAX) {
            wait.published.add(intent);
        }
    }

    /** One frame less waits. If its token has not come, it is still looked for, so that the same frame can ask again. */
    synchronized void leave(Wait wait) {
        wait.frames--;
        if (wait.frames == 0) {
            waits.remove(wait.wish.key());
            if (!wait.token.isDone()) {
                overdue.put(wait.wish.key(), wait);
            }
        }
    }

    synchronized boolean awaits(IntentKey key) {
        return waits.containsKey(key) || overdue.containsKey(key);
    }

    /** The wish under this key whose token is looked for. */
    synchronized Optional<Wish> awaited(IntentKey key) {
        return Optional.ofNullable(waits.get(key))
                .or(() -> Optional.ofNullable(overdue.get(key)))
                .map(wait -> wait.wish);
    }

    /** Whether it has its token, as far as is remembered. */
    synchronized boolean hasEnded(IntentKey key) {
        return kept.containsKey(key);
    }

    /** A verified token under an id for which somebody waits. */
    void token(TokenRecord record, Token token) {
        Told told = new Told(record, token, Optional.empty());
        Wait wait;
        Optional<Wish> whose;
        synchronized (this) {
            wait = waits.get(record.key());
            Wait late = overdue.remove(record.key());
            whose = Stream.of(Optional.ofNullable(wait), Optional.ofNullable(late))
                    .flatMap(Optional::stream)
                    .filter(one -> one.isOf(token))
                    .findFirst()
                    .map(one -> one.wish);
            kept.put(record.key(), new Kept(whose, told));
        }
        if (wait != null) {
            wait.token.complete(whose.filter(wait.wish::equals).map(_ -> told));
        }
    }

    void output(Output output) {
        Wait wait;
        synchronized (this) {
            wait = waits.get(output.key());
        }
        if (wait != null) {
            wait.output.complete(output);
        }
    }
}
