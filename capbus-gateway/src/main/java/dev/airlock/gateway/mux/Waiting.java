package dev.airlock.gateway.mux;

import dev.airlock.provenance.Token;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Who waits for which token. A wish is entered before it is published, so its token cannot come too early; tokens of the last
 * wishes are kept a while, so that a frame that is sent twice is answered twice. Bounded; safe for any thread.
 */
final class Waiting {
    private static final int KEPT_MAX = 4096;

    private final int waitingMax;
    private final Map<IntentKey, Wait> waits = new HashMap<>();
    private final Map<IntentKey, Told> kept = new Recent<>();
    /** Whose deadline passed before their tokens came. */
    private final Map<IntentKey, Wish> overdue = new Recent<>();

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

    /** One wish and its end. The output may come before the token, so it is kept until then. */
    static final class Wait {
        private final Wish wish;
        private final CompletableFuture<Told> token = new CompletableFuture<>();
        private final CompletableFuture<Output> output = new CompletableFuture<>();
        private int frames = 1;

        private Wait(Wish wish) {
            this.wish = wish;
        }

        CompletableFuture<Told> token() {
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

        /** Another wish has this id. */
        record Taken() implements Entered {}

        /** Too many wait. */
        record Full() implements Entered {}
    }

    synchronized Entered enter(Wish wish) {
        Told told = kept.get(wish.key());
        if (told != null) {
            return told.answers(wish) ? new Entered.Ended(told) : new Entered.Taken();
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
        Wait first = new Wait(wish);
        waits.put(wish.key(), first);
        return new Entered.First(first);
    }

    /** One frame less waits. If its token has not come, it is still looked for, so that the same frame can ask again. */
    synchronized void leave(Wait wait) {
        wait.frames--;
        if (wait.frames == 0) {
            waits.remove(wait.wish.key());
            if (!wait.token.isDone()) {
                overdue.put(wait.wish.key(), wait.wish);
            }
        }
    }

    synchronized boolean awaits(IntentKey key) {
        return waits.containsKey(key) || overdue.containsKey(key);
    }

    /** Whether it has its token, as far as is remembered. */
    synchronized boolean hasEnded(IntentKey key) {
        return kept.containsKey(key);
    }

    /** A verified token of somebody who waits. */
    void token(TokenRecord record, Token token) {
        Told told = new Told(record, token, Optional.empty());
        Wait wait;
        synchronized (this) {
            wait = waits.get(record.key());
            overdue.remove(record.key());
            kept.put(record.key(), told);
        }
        if (wait != null) {
            wait.token.complete(told);
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
