package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.Conclusion;
import dev.airlock.lane.FastLane;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Intents;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CountedLaneTest {
    private static final TokenRecord TOKEN = new TokenRecord(
            "s", "i", "t", "SAFE_EXECUTION", 200, 0, 0, Bytes.EMPTY, "sha256:0", "ed25519:0", Bytes.EMPTY);

    /** Answers when the test says what. */
    private static final class Answering implements FastLane {
        private final Deque<CompletableFuture<Said>> asked = new ArrayDeque<>();

        @Override
        public Entrance entrance() {
            return Entrance.fast("node");
        }

        @Override
        public boolean atHand() {
            return true;
        }

        @Override
        public CompletionStage<Said> take(Intents.Opened intent, Bytes record, Attendance attendance) {
            var said = new CompletableFuture<Said>();
            asked.addLast(said);
            return said;
        }

        @Override
        public Cancelled cancel(IntentKey key, Canceller by) {
            return Cancelled.ENDED;
        }

        @Override
        public Meant cancel(String id, Canceller by) {
            return new Meant(Cancelled.SEVERAL, Optional.empty());
        }

        @Override
        public CompletionStage<Said> conclude(Conclusion conclusion) {
            return CompletableFuture.completedStage(new Said.Taken());
        }
    }

    @Test
    void what_was_asked_is_under_way_or_answered_in_one_of_four_ways() {
        var lane = new Answering();
        var counted = new CountedLane(lane);
        for (int i = 0; i < 6; i++) {
            var _ = counted.take(null, Bytes.EMPTY, null);
        }
        assertThat(counted.reading()).isEqualTo(new CountedLane.Reading(6, 0, 0, 0, 0));
        assertThat(counted.reading().underWay()).isEqualTo(6);
        lane.asked.removeFirst().complete(new FastLane.Said.Journaled(TOKEN, Optional.empty()));
        lane.asked.removeFirst().complete(new FastLane.Said.Journaled(TOKEN, Optional.empty()));
        lane.asked.removeFirst().complete(new FastLane.Said.Taken());
        lane.asked.removeFirst().complete(new FastLane.Said.Busy(new Refusal(RefusalKind.CAPACITY, "r", "full")));
        lane.asked.removeFirst().complete(new FastLane.Said.Silent("broken"));
        assertThat(counted.reading()).isEqualTo(new CountedLane.Reading(6, 2, 1, 1, 1));
        assertThat(counted.reading().underWay()).isEqualTo(1);
        lane.asked.removeFirst().completeExceptionally(new IllegalStateException("ours"));
        assertThat(counted.reading()).isEqualTo(new CountedLane.Reading(6, 2, 1, 1, 2));
        assertThat(counted.cancel(new IntentKey("s", "i"), new FastLane.Canceller.Sender(null)))
                .isEqualTo(FastLane.Cancelled.ENDED);
        assertThat(counted.conclude(null)).isCompletedWithValue(new FastLane.Said.Taken());
        assertThat(counted.reading().asked()).as("a conclusion is no intent").isEqualTo(6);
    }
}
