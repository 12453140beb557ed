package dev.airlock.lane.shell;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.Conclusion;
import dev.airlock.lane.FastLane;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Intents;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** A lane whose intents are counted, copies too. At rest: asked = journaled + taken + busy + silent. Any thread. */
public final class CountedLane implements FastLane {
    private final FastLane lane;
    private final LongAdder asked = new LongAdder();
    private final LongAdder journaled = new LongAdder();
    private final LongAdder taken = new LongAdder();
    private final LongAdder busy = new LongAdder();
    private final LongAdder silent = new LongAdder();

    /** Counts begin at zero. */
    public CountedLane(FastLane lane) {
        this.lane = lane;
    }

    /**
     * What the lane has been asked for and has answered since it was opened.
     *
     * @param asked intents that came
     * @param journaled answers with a token that is on the disk
     * @param taken answers that another intent has the id
     * @param busy answers that there is no room, or that the lane is going away
     * @param silent answers without a token, since the lane failed
     */
    public record Reading(long asked, long journaled, long taken, long busy, long silent) {
        /** Those that have no answer yet; what was answered is read before, so it is never negative. */
        public long underWay() {
            return asked - journaled - taken - busy - silent;
        }
    }

    /** The numbers of now. */
    public Reading reading() {
        long silentBefore = silent.sum();
        long busyBefore = busy.sum();
        long takenBefore = taken.sum();
        long journaledBefore = journaled.sum();
        return new Reading(asked.sum(), journaledBefore, takenBefore, busyBefore, silentBefore);
    }

    @Override
    public boolean atHand() {
        return lane.atHand();
    }

    @Override
    public CompletionStage<Said> take(Intents.Opened intent, Bytes record, Attendance attendance) {
        asked.increment();
        try {
            return lane.take(intent, record, attendance).whenComplete((said, failed) -> {
                if (failed == null) {
                    count(said);
                } else {
                    silent.increment();
                }
            });
        } catch (RuntimeException e) {
            silent.increment();
            throw e;
        }
    }

    private void count(Said said) {
        switch (said) {
            case Said.Journaled _ -> journaled.increment();
            case Said.Taken _ -> taken.increment();
            case Said.Busy _ -> busy.increment();
            case Said.Silent _ -> silent.increment();
        }
    }

    @Override
    public Entrance entrance() {
        return lane.entrance();
    }

    @Override
    public Cancelled cancel(IntentKey key, Canceller by) {
        return lane.cancel(key, by);
    }

    @Override
    public Meant cancel(String id, Canceller by) {
        return lane.cancel(id, by);
    }

    @Override
    public CompletionStage<Said> conclude(Conclusion conclusion) {
        return lane.conclude(conclusion);
    }
}
