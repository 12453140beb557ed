package dev.airlock.gateway.decide;

import static dev.airlock.gateway.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.decide.Decided.Room;
import dev.airlock.gateway.decide.Decided.Seen;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.IntentKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecidedTest {
    private static Admission admission(String id, String hash, Instant at) {
        return new Admission("s", id, "sha256:p", hash, true, at);
    }

    @Test
    void a_copy_a_clash_and_a_new_intent_are_told_apart() {
        var decided = new Decided(10);
        decided.replay(admission("a", "h1", NOW));
        assertThat(decided.seen(new IntentKey("s", "a"), "h1")).isEqualTo(Seen.SAME);
        assertThat(decided.seen(new IntentKey("s", "a"), "h2")).isEqualTo(Seen.OTHER);
        assertThat(decided.seen(new IntentKey("s", "b"), "h1")).isEqualTo(Seen.NEVER);
        assertThat(decided.seen(new IntentKey("t", "a"), "h1")).isEqualTo(Seen.NEVER);
    }

    @Test
    void the_first_decision_stays() {
        var decided = new Decided(10);
        decided.replay(admission("a", "h1", NOW));
        decided.replay(admission("a", "h2", NOW));
        assertThat(decided.seen(new IntentKey("s", "a"), "h1")).isEqualTo(Seen.SAME);
        assertThat(decided.size()).isEqualTo(1);
    }

    @Test
    void a_session_and_an_id_that_read_alike_together_are_not_one_intent() {
        var decided = new Decided(10);
        decided.replay(new Admission("a", "b/c", "sha256:p", "h", true, NOW));
        assertThat(decided.seen(new IntentKey("a/b", "c"), "h")).isEqualTo(Seen.NEVER);
        assertThat(decided.seen(new IntentKey("a", "b/c"), "h")).isEqualTo(Seen.SAME);
    }

    @Test
    void at_the_bound_there_is_a_reserve_for_refusals_and_then_nothing() {
        var decided = new Decided(20);
        for (int i = 0; i < 20; i++) {
            assertThat(decided.room(NOW)).isEqualTo(Room.YES);
            decided.replay(admission("i" + i, "h", NOW));
        }
        assertThat(decided.room(NOW)).isEqualTo(Room.RESERVE);
        decided.replay(admission("r1", "h", NOW));
        decided.replay(admission("r2", "h", NOW));
        assertThat(decided.room(NOW)).isEqualTo(Room.NONE);
    }

    @Test
    void only_what_is_older_than_the_topic_keeps_is_forgotten_and_only_for_want_of_room() {
        var decided = new Decided(2);
        Instant old = NOW.minus(Decided.KEPT).minus(Duration.ofSeconds(1));
        decided.replay(admission("old", "h", old));
        assertThat(decided.room(NOW)).isEqualTo(Room.YES);
        assertThat(decided.size()).isEqualTo(1);
        decided.replay(admission("new", "h", NOW));
        assertThat(decided.room(NOW)).isEqualTo(Room.YES);
        assertThat(decided.seen(new IntentKey("s", "old"), "h")).isEqualTo(Seen.NEVER);
        assertThat(decided.seen(new IntentKey("s", "new"), "h")).isEqualTo(Seen.SAME);
    }
}
