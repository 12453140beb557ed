package dev.airlock.lane.shell;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.FastLane.Said;
import dev.airlock.lane.model.Wish;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.wire.Intents.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which intents are under way and which have ended, so that a copy gets the first one's token and not a run. Those that have ended are
 * remembered with their tokens up to a number and to a number of bytes, the newest ones; of all whose records could still be fresh it is known that they have ended.
 * What is not fresh is not let in, since nobody could say whether it was here. Any thread.
 */
final class Memory {
    /** How far the clock may be set back, or the broker's be behind it, without anything being forgotten too early. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    private static final Duration HELD = Intent.AGE_MAX.plus(SLACK);

    private final int freshMax;
    private final InstantSource clock;
    private final Map<IntentKey, Place> underWay = new HashMap<>();
    private final Print.Maker prints = new Print.Maker();
    private final Remembered ended;
    private final Lately lately;

    /**
     * @param rememberedMax how many are remembered with their tokens
     * @param freshMax how many can be known to have ended and still be fresh
     */
    Memory(int rememberedMax, int freshMax, InstantSource clock) {
        this.freshMax = freshMax;
        this.clock = clock;
        this.lately = new Lately(freshMax);
        this.ended = new Remembered(rememberedMax, (long) rememberedMax * Ended.BYTES_USUAL);
    }

    /**
     * An intent under way, with what will be said of it.
     *
     * @param made when its caller made it
     * @param caller who sent it
     * @param attendance who waits for it
     * @param begun whether its run is in the journal; from then on it has a token, now or after the next start
     * @param withdrawal whether somebody wants it no more; of an intent and its copies there is one
     */
    record Place(
            Wish wish,
            Instant made,
            Caller caller,
            Attendance attendance,
            CompletableFuture<Said> said,
            AtomicBoolean begun,
            Withdrawal withdrawal) {
        /** Which of its caller's traces it belongs to. */
        Optional<TraceContext> trace() {
            return attendance.trace();
        }
    }

    /** How an intent was entered. */
    sealed interface Entered {
        /** It is new; whoever gets this sees it through. */
        record First(Place place) implements Entered {}

        /** The same is under way. */
        record Again(Place place) implements Entered {}

        /** One with its id has ended; it is the same if {@code before} says so, or the token. */
        record Known(Ended before) implements Entered {}

        /** Another with its id is under way; or one with its id has ended, and no more is known of that. */
        record Taken() implements Entered {}

        /** Nothing is done about it, for this reason. */
        record Refused(Refusal refusal) implements Entered {}
    }

    /** @param made when its caller made it, as he says */
    synchronized Entered enter(Wish wish, Instant made, Caller caller, Attendance attendance) {
        Print print = prints.of(wish.key());
        Optional<byte[]> before = ended.find(print);
        if (before.isPresent()) {
            return new Entered.Known(Ended.of(before.get()));
        }
        Place place = underWay.get(wish.key());
        if (place != null) {
            return place.wish().equals(wish) ? new Entered.Again(place) : new Entered.Taken();
        }
        Instant now = clock.instant();
        boolean full = lately.isFull(underWay.size(), now);
        if (lately.holds(print)) {
            return new Entered.Taken();
        }
        Optional<Refusal> untimely = untimely(made, now);
        if (untimely.isPresent() || full) {
            return new Entered.Refused(untimely.orElseGet(this::noRoom));
        }
        Place first = new Place(
                wish, made, caller, attendance, new CompletableFuture<>(), new AtomicBoolean(), new Withdrawal());
        underWay.put(wish.key(), first);
        return new Entered.First(first);
    }

    /** Why it is not known whether an intent that was made then has been here. */
    private Optional<Refusal> untimely(Instant made, Instant now) {
        if (made.isBefore(now.minus(Intent.AGE_MAX)) || made.isAfter(now.plus(Intent.AHEAD_MAX))) {
            return Optional.of(new Refusal(
                    RefusalKind.IDENTITY,
                    "freshness",
                    "created_at " + made + " is more than " + Intent.AGE_MAX + " before " + now
                            + ", when it came in, or more than " + Intent.AHEAD_MAX
                            + " after; make a new intent, or set the caller's clock"));
        }
        return made.plus(HELD).isAfter(lately.forgotten())
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalKind.CAPACITY,
                        "clock",
                        "the node's clock was set back, and what it took at " + made
                                + " is forgotten; make a new intent"));
    }

    private Refusal noRoom() {
        return new Refusal(
                RefusalKind.CAPACITY,
                "fresh_max",
                "the node knows " + freshMax
                        + " intents that could be sent again and forgets none of them; try again later");
    }

    /** It has its token. Whoever asks from now on gets that one. */
    synchronized void ended(Wish wish, Bytes token) {
        Instant now = clock.instant();
        Place place = underWay.remove(wish.key());
        Print print = prints.of(wish.key());
        lately.add(print, (place == null ? now : place.made()).plus(HELD), now);
        ended.add(print, new Ended(Optional.of(wish), token).bytes());
    }

    /** A token in the journal, from before this process; it does not say when its intent was made. */
    synchronized void recovered(Wish wish, Bytes token) {
        took(wish.key(), clock.instant());
        ended.add(prints.of(wish.key()), new Ended(Optional.of(wish), token).bytes());
    }

    /** A token from before this process; what is known already stays. */
    synchronized void recalled(IntentKey key, Bytes token) {
        Print print = prints.of(key);
        if (!ended.holds(print)) {
            ended.add(print, new Ended(Optional.empty(), token).bytes());
        }
    }

    /** From then on the bus has a token of this lane under this key. */
    synchronized void took(IntentKey key, Instant then) {
        lately.add(prints.of(key), then.plus(Intent.AHEAD_MAX).plus(HELD), clock.instant());
    }

    /** What the bus has from then on can be of intents that are still fresh. */
    Instant freshSince() {
        return clock.instant().minus(HELD).minus(Intent.AHEAD_MAX);
    }

    /** Nothing was done about it; the same may come again. */
    synchronized void forgotten(Wish wish) {
        underWay.remove(wish.key());
    }

    /** The intent under way with this key. */
    synchronized Optional<Place> underWay(IntentKey key) {
        return Optional.ofNullable(underWay.get(key));
    }

    /** The intents under way with this id, in whatever sessions. */
    synchronized List<Place> underWay(String id) {
        return underWay.values().stream()
                .filter(place -> place.wish().key().id().equals(id))
                .toList();
    }

    /** Whether an intent with this key has its token, as far as is remembered. */
    synchronized boolean hasEnded(IntentKey key) {
        return ended.holds(prints.of(key));
    }

    synchronized int underWay() {
        return underWay.size();
    }

    synchronized int remembered() {
        return ended.size();
    }

    /** How many are known to have ended, with or without their tokens, and could still be fresh. */
    synchronized int fresh() {
        return lately.size();
    }
}
