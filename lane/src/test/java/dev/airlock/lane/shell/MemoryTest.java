package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.Samples;
import dev.airlock.lane.model.Wish;
import dev.airlock.lane.shell.Memory.Entered;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Intents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final Bytes TOKEN = Bytes.of(new byte[] {1});
    private final Clock clock = new Clock();
    private final Memory memory = new Memory(3, 8, clock);

    /** Stands where it was set. */
    private static final class Clock implements InstantSource {
        private Instant now = Samples.NOW;

        @Override
        public Instant instant() {
            return now;
        }

        void goes(Duration on) {
            now = now.plus(on);
        }
    }

    private static Wish wish(String id, String payload) {
        return new Wish(new IntentKey("s", id), "me", "code:execute", payload);
    }

    private Entered enter(Wish wish) {
        return enter(memory, wish, clock.now);
    }

    private static Entered enter(Memory memory, Wish wish, Instant made) {
        return memory.enter(wish, made, new Intents.Caller.Unknown(), new Attendance() {});
    }

    @Test
    void a_copy_waits_while_the_first_is_under_way_and_gets_its_token_afterwards() {
        assertThat(enter(wish("a", "1"))).isInstanceOf(Entered.First.class);
        assertThat(enter(wish("a", "1"))).isInstanceOf(Entered.Again.class);
        memory.ended(wish("a", "1"), TOKEN);
        assertThat(enter(wish("a", "1"))).isInstanceOfSatisfying(Entered.Known.class, known -> assertThat(
                        known.before().token())
                .isEqualTo(TOKEN));
        assertThat(memory.underWay()).isZero();
    }

    @Test
    void another_payload_under_the_same_id_is_not_let_in() {
        var _ = enter(wish("a", "1"));
        assertThat(enter(wish("a", "2"))).isInstanceOf(Entered.Taken.class);
    }

    @Test
    void what_was_not_begun_may_come_again() {
        var _ = enter(wish("a", "1"));
        memory.forgotten(wish("a", "1"));
        assertThat(enter(wish("a", "1"))).isInstanceOf(Entered.First.class);
    }

    @Test
    void it_remembers_the_newest_and_no_more_than_it_may() {
        for (int i = 0; i < 6; i++) {
            memory.ended(wish("i-" + i, "1"), TOKEN);
        }
        assertThat(memory.remembered()).isEqualTo(3);
        assertThat(enter(wish("i-5", "1"))).isInstanceOf(Entered.Known.class);
        assertThat(enter(wish("i-0", "1"))).isInstanceOf(Entered.Taken.class);
    }

    @Test
    void tokens_as_large_as_they_get_take_no_more_room_than_others() {
        var few = new Memory(1_000, 1 << 10, clock);
        Bytes large = Bytes.of(new byte[Scribe.TOKEN_BYTES_MAX]);
        for (int i = 0; i < 100; i++) {
            few.ended(wish("i-" + i, "1"), large);
        }
        assertThat((long) few.remembered() * large.size()).isBetween(1L << 20, 1_000L * (3 << 10));
        assertThat(enter(few, wish("i-99", "1"), clock.now)).isInstanceOf(Entered.Known.class);
        assertThat(enter(few, wish("i-0", "1"), clock.now)).isInstanceOf(Entered.Taken.class);
    }

    @Test
    void another_sender_or_other_contents_are_another_wish() {
        var _ = enter(wish("a", "1"));
        Wish strangers = new Wish(new IntentKey("s", "a"), "unsigned as EXTERNAL_AI", "code:execute", "1");
        assertThat(enter(strangers)).isInstanceOf(Entered.Taken.class);
    }

    @Test
    void twenty_thousand_and_one_others_make_no_room_for_a_replay_while_its_record_is_fresh() {
        var usual = new Memory(20_000, 1 << 20, clock);
        Instant made = clock.now;
        assertThat(enter(usual, wish("mine", "1"), made)).isInstanceOf(Entered.First.class);
        usual.ended(wish("mine", "1"), TOKEN);
        for (int i = 0; i <= 20_000; i++) {
            var _ = enter(usual, wish("i-" + i, "1"), made);
            usual.ended(wish("i-" + i, "1"), TOKEN);
        }
        assertThat(usual.remembered()).isEqualTo(20_000);
        assertThat(enter(usual, wish("mine", "1"), made)).isInstanceOf(Entered.Taken.class);
        clock.goes(Intent.AGE_MAX);
        assertThat(enter(usual, wish("mine", "1"), made)).isInstanceOf(Entered.Taken.class);
        clock.goes(Duration.ofHours(1));
        assertThat(enter(usual, wish("mine", "1"), made)).isInstanceOf(Entered.Refused.class);
        assertThat(usual.fresh()).as("what is stale needs no place").isZero();
    }

    @Test
    void what_a_start_found_in_the_journal_and_on_the_bus_is_held_until_it_is_stale_whenever_it_was_made() {
        memory.recovered(wish("journal", "1"), TOKEN);
        memory.took(new IntentKey("s", "bus"), clock.now);
        for (int i = 0; i < 3; i++) {
            memory.recalled(new IntentKey("s", "i-" + i), TOKEN);
        }
        memory.recovered(wish("last", "1"), TOKEN);
        Instant made = clock.now.plus(Intent.AHEAD_MAX);
        clock.goes(Intent.AHEAD_MAX.plus(Intent.AGE_MAX));
        for (String id : List.of("journal", "bus")) {
            assertThat(enter(memory, wish(id, "1"), made)).as(id).isInstanceOf(Entered.Taken.class);
        }
    }

    @Test
    void when_as_many_are_known_as_can_be_nothing_is_let_in_and_nothing_forgotten_until_they_are_stale() {
        for (int i = 0; i < 7; i++) {
            var _ = enter(wish("i-" + i, "1"));
            memory.ended(wish("i-" + i, "1"), TOKEN);
        }
        assertThat(enter(wish("underway", "1"))).isInstanceOf(Entered.First.class);
        assertThat(enter(wish("more", "1"))).isInstanceOf(Entered.Refused.class);
        assertThat(enter(wish("i-0", "1"))).isInstanceOf(Entered.Taken.class);
        memory.forgotten(wish("underway", "1"));
        assertThat(enter(wish("more", "1"))).isInstanceOf(Entered.First.class);
        clock.goes(Duration.ofMinutes(12));
        assertThat(enter(wish("later", "1"))).isInstanceOf(Entered.First.class);
    }

    @Test
    void a_start_that_finds_more_than_there_is_room_for_lets_nothing_in_until_that_is_stale() {
        for (int i = 0; i < 9; i++) {
            memory.took(new IntentKey("s", "i-" + i), clock.now);
        }
        assertThat(memory.fresh()).isEqualTo(8);
        clock.goes(Duration.ofMinutes(11));
        assertThat(enter(wish("more", "1"))).isInstanceOf(Entered.Refused.class);
        clock.goes(Duration.ofMinutes(2));
        assertThat(enter(wish("more", "1"))).isInstanceOf(Entered.First.class);
    }

    @Test
    void what_is_stale_or_made_for_later_is_not_let_in() {
        Instant now = clock.now;
        assertThat(enter(memory, wish("a", "1"), now.minus(Intent.AGE_MAX))).isInstanceOf(Entered.First.class);
        assertThat(enter(memory, wish("b", "1"), now.minus(Intent.AGE_MAX).minusMillis(1)))
                .isInstanceOf(Entered.Refused.class);
        assertThat(enter(memory, wish("c", "1"), now.plus(Intent.AHEAD_MAX))).isInstanceOf(Entered.First.class);
        assertThat(enter(memory, wish("d", "1"), now.plus(Intent.AHEAD_MAX).plusMillis(1)))
                .isInstanceOf(Entered.Refused.class);
    }

    @Test
    void a_clock_that_is_set_back_makes_nothing_fresh_that_was_forgotten() {
        Instant made = clock.now;
        var _ = enter(wish("a", "1"));
        memory.ended(wish("a", "1"), TOKEN);
        for (int i = 0; i < 3; i++) {
            memory.recalled(new IntentKey("s", "i-" + i), TOKEN);
        }
        clock.goes(Duration.ofMinutes(20));
        assertThat(enter(wish("b", "1"))).isInstanceOf(Entered.First.class);
        clock.goes(Duration.ofMinutes(-20));
        assertThat(enter(memory, wish("a", "1"), made)).isInstanceOf(Entered.Refused.class);
        assertThat(enter(memory, wish("c", "1"), made.plus(Duration.ofMinutes(1))))
                .isInstanceOf(Entered.First.class);
    }

    @Test
    void what_the_bus_recalls_does_not_displace_what_the_journal_knows() {
        memory.ended(wish("a", "1"), TOKEN);
        memory.recalled(new IntentKey("s", "a"), Bytes.EMPTY);
        assertThat(enter(wish("a", "1"))).isInstanceOfSatisfying(Entered.Known.class, known -> assertThat(
                        known.before().token())
                .isEqualTo(TOKEN));
    }
}
