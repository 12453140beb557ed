package dev.airlock.lane;

import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Intents;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A node's fast lane, as the gateway's ingress sees it. Any thread. */
public interface FastLane {
    /** The door; an intent has to name it. */
    Entrance entrance();

    /** Whether {@link #take} waits for nobody's records any more; while a node starts it may wait some seconds for what is decided by. */
    boolean atHand();

    /**
     * Takes an intent to its end. Screens and decides before it returns, which takes longer the longer the payload is; waits for no disk and no run,
     * and for the bus only until all is {@link #atHand}. The stage never fails, and a copy gets what its first one gets.
     *
     * @param record the caller's record as it came
     * @param attendance who waits for it; of an intent and its copies, only the first one's counts as its sender
     */
    CompletionStage<Said> take(Intents.Opened intent, Bytes record, Attendance attendance);

    /**
     * Ends an intent's run, or keeps it from beginning. Its one token says so, if this came in time; whoever waits for it gets that. Never
     * blocks.
     */
    Cancelled cancel(IntentKey key, Canceller by);

    /**
     * The same by an id alone, whatever its session: of the intents under way that {@code by} may cancel, exactly one must have it. Nobody is told
     * of what he may not cancel, and nothing is said of what has ended.
     */
    Meant cancel(String id, Canceller by);

    /**
     * What became of a wish to cancel by an id alone.
     *
     * @param key the one intent that it meant; empty if there was none, or more than one
     */
    record Meant(Cancelled became, Optional<IntentKey> key) {}

    /** Who wants an intent no more. */
    sealed interface Canceller {
        /** Somebody known by a key: it counts if that key's intent it is, or if it is an operator's. */
        record Principal(Speaker speaker, KeyId key) implements Canceller {}

        /** Whoever the intent was taken for. */
        record Sender(Attendance attendance) implements Canceller {}
    }

    /** What became of a wish to cancel. */
    enum Cancelled {
        /** It is ending, or will not begin; unless it ends by itself before that. */
        ASKED,
        /** It has its token already. */
        ENDED,
        /** Another sent it. */
        NOT_YOURS,
        /** No such intent is under way or remembered here. */
        UNKNOWN,
        /** More than one is meant; nothing was done. */
        SEVERAL
    }

    /** Seals and journals what became of something that is no intent of this lane, such as a frame that nobody can read. Waits for no disk; the stage never fails. */
    CompletionStage<Said> conclude(Conclusion conclusion);

    /** What there is to answer. */
    sealed interface Said {
        /**
         * The token is on the disk.
         *
         * @param output what the program wrote; empty if nothing was run, or if it was run for an earlier copy
         */
        record Journaled(TokenRecord token, Optional<Output> output) implements Said {}

        /** Another intent has this id, or this one has ended and its token is no more at hand; nothing was done. */
        record Taken() implements Said {}

        /** Nothing was done, and the same intent may be tried again. */
        record Busy(Refusal refusal) implements Said {}

        /** There is no token, and nobody may be told that anything was done. */
        record Silent(String reason) implements Said {}
    }
}
