package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.model.Wish;
import dev.airlock.lane.shell.Memory.Entered;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Intents;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final Bytes TOKEN = Bytes.of(new byte[] {1});
    private final Memory memory = new Memory(3);

    private static Wish wish(String id, String payload) {
        return new Wish(new IntentKey("s", id), "code:execute", payload);
    }

    private Entered enter(Wish wish) {
        return memory.enter(wish, new Intents.Caller.Unknown(), new Attendance() {});
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
        for (int i = 0; i < 10; i++) {
            memory.ended(wish("i-" + i, "1"), TOKEN);
        }
        assertThat(memory.remembered()).isEqualTo(3);
        assertThat(enter(wish("i-9", "1"))).isInstanceOf(Entered.Known.class);
        assertThat(enter(wish("i-0", "1"))).isInstanceOf(Entered.First.class);
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
