package dev.airlock.lane.shell;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.FastLane.Said;
import dev.airlock.lane.model.Wish;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Intents.Caller;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which intents are under way and which have ended, so that a copy gets the first one's token and not a run. Those that have ended are
 * remembered up to a number, the newest ones. Any thread.
 */
final class Memory {
    private final Map<IntentKey, Place> underWay = new HashMap<>();
    private final Map<IntentKey, Ended> ended;

    Memory(int rememberedMax) {
        this.ended = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<IntentKey, Ended> eldest) {
                return size() > rememberedMax;
            }
        };
    }

    /**
     * An intent under way, with what will be said of it.
     *
     * @param caller who sent it
     * @param attendance who waits for it
     * @param begun whether its run is in the journal; from then on it has a token, now or after the next start
     */
    record Place(Wish wish, Caller caller, Attendance attendance, CompletableFuture<Said> said, AtomicBoolean begun) {}

    /**
     * An intent that has its token.
     *
     * @param wish what it was; empty if only the token says so
     * @param token the token's record, encoded
     */
    record Ended(Optional<Wish> wish, Bytes token) {}

    /** How an intent was entered. */
    sealed interface Entered {
        /** It is new; whoever gets this sees it through. */
        record First(Place place) implements Entered {}

        /** The same is under way. */
        record Again(Place place) implements Entered {}

        /** One with its id has ended; it is the same if {@code before} says so, or the token. */
        record Known(Ended before) implements Entered {}

        /** Another with its id is under way. */
        record Taken() implements Entered {}
    }

    synchronized Entered enter(Wish wish, Caller caller, Attendance attendance) {
        Ended before = ended.get(wish.key());
        if (before != null) {
            return new Entered.Known(before);
        }
        Place place = underWay.get(wish.key());
        if (place != null) {
            return place.wish().equals(wish) ? new Entered.Again(place) : new Entered.Taken();
        }
        Place first = new Place(wish, caller, attendance, new CompletableFuture<>(), new AtomicBoolean());
        underWay.put(wish.key(), first);
        return new Entered.First(first);
    }

    /** It has its token. Whoever asks from now on gets that one. */
    synchronized void ended(Wish wish, Bytes token) {
        underWay.remove(wish.key());
        ended.put(wish.key(), new Ended(Optional.of(wish), token));
    }

    /** A token from before this process; what is known already stays. */
    synchronized void recalled(IntentKey key, Bytes token) {
        ended.putIfAbsent(key, new Ended(Optional.empty(), token));
    }

    /** Nothing was done about it; the same may come again. */
    synchronized void forgotten(Wish wish) {
        underWay.remove(wish.key());
    }

    /** The intent under way with this key. */
    synchronized Optional<Place> underWay(IntentKey key) {
        return Optional.ofNullable(underWay.get(key));
    }

    /** Whether an intent with this key has its token, as far as is remembered. */
    synchronized boolean hasEnded(IntentKey key) {
        return ended.containsKey(key);
    }

    synchronized int underWay() {
        return underWay.size();
    }

    synchronized int remembered() {
        return ended.size();
    }
}
