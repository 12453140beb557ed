package dev.airlock.gateway.shell;

import static dev.airlock.gateway.Samples.GATEWAY;
import static dev.airlock.gateway.Samples.INGRESS;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.stale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.decide.Decided.Seen;
import dev.airlock.gateway.wire.RefusalTokens;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final ChainName CHAIN = new ChainName(GATEWAY.id(), Lane.BUS, 3);

    private final Memory memory = new Memory();

    /** The gateway's own topics in memory. */
    private static final class Memory implements OwnTopics {
        private final List<Admission> admissions = new ArrayList<>();
        private Optional<ChainHead> last = Optional.empty();

        @Override
        public void admissions(int partition, Consumer<Admission> each) {
            admissions.forEach(each);
        }

        @Override
        public Optional<ChainHead> lastHead(ChainName chain) {
            return last;
        }
    }

    private static ChainHead behindOneTokenOf(ChainHead head) {
        var content = RefusalTokens.of(
                new TokenId(UUID.randomUUID().toString()),
                NOW,
                ask().screening(),
                stale(),
                new Refusal(RefusalKind.POLICY, "test", "a test says no"));
        return Sealer.seal(content, head, GATEWAY).next();
    }

    @Test
    void without_a_past_a_chain_begins_at_its_genesis() throws Exception {
        assertThat(Desk.takeOver(CHAIN, "", memory, 10).head()).isEqualTo(ChainHead.genesis(CHAIN));
    }

    @Test
    void the_mark_gives_the_head_and_a_new_epoch_begins_behind_it() throws Exception {
        ChainHead marked = behindOneTokenOf(ChainHead.genesis(CHAIN));
        assertThat(Desk.takeOver(CHAIN, marked.text(), memory, 10).head()).isEqualTo(marked.nextEpoch());
    }

    @Test
    void a_mark_that_is_gone_unreadable_or_anothers_is_replaced_by_the_tokens_themselves() throws Exception {
        ChainHead scanned = behindOneTokenOf(ChainHead.genesis(CHAIN));
        memory.last = Optional.of(scanned);
        String anothers =
                ChainHead.genesis(new ChainName(INGRESS.id(), Lane.BUS, 3)).text();
        for (String mark : List.of("", "h1:rubbish", anothers)) {
            assertThat(Desk.takeOver(CHAIN, mark, memory, 10).head()).isEqualTo(scanned.nextEpoch());
        }
    }

    @Test
    void a_rollback_goes_back_to_the_mark_within_the_epoch() throws Exception {
        Desk desk =
                Desk.takeOver(CHAIN, behindOneTokenOf(ChainHead.genesis(CHAIN)).text(), memory, 10);
        ChainHead committed = behindOneTokenOf(desk.head());
        desk.advance(behindOneTokenOf(committed));
        assertThat(desk.rolledBack(CHAIN, committed.text(), memory, 10).head()).isEqualTo(committed);
    }

    @Test
    void a_rollback_of_an_epochs_first_step_begins_the_same_epoch_again() throws Exception {
        String mark = behindOneTokenOf(ChainHead.genesis(CHAIN)).text();
        Desk desk = Desk.takeOver(CHAIN, mark, memory, 10);
        ChainHead began = desk.head();
        desk.advance(behindOneTokenOf(began));
        assertThat(desk.rolledBack(CHAIN, mark, memory, 10).head()).isEqualTo(began);
    }

    @Test
    void what_was_not_committed_is_not_remembered() throws Exception {
        Desk desk = Desk.takeOver(CHAIN, "", memory, 10);
        var committed = new Admission("s", "a", "sha256:p", "h", true, NOW);
        var lost = new Admission("s", "b", "sha256:p", "h", true, NOW);
        memory.admissions.add(committed);
        desk.decided().replay(committed);
        desk.decided().replay(lost);
        Desk back = desk.rolledBack(CHAIN, "", memory, 10);
        assertThat(back.decided().seen(committed.key(), "h")).isEqualTo(Seen.SAME);
        assertThat(back.decided().seen(lost.key(), "h")).isEqualTo(Seen.NEVER);
    }

    @Test
    void an_approval_stays_used_up_across_a_restart_and_one_of_a_step_that_was_lost_does_not() throws Exception {
        Desk desk = Desk.takeOver(CHAIN, "", memory, 10);
        var committed = new Admission("s", "a", "sha256:p", "h", true, NOW, Optional.of("a-1"));
        memory.admissions.add(committed);
        desk.decided().replay(committed);
        desk.decided().replay(new Admission("s", "b", "sha256:p", "h", true, NOW, Optional.of("a-2")));
        assertThat(desk.decided().usedUp("a-2")).isTrue();
        Desk back = desk.rolledBack(CHAIN, "", memory, 10);
        assertThat(back.decided().usedUp("a-1")).isTrue();
        assertThat(back.decided().usedUp("a-2")).isFalse();
        assertThat(Desk.takeOver(CHAIN, "", memory, 10).decided().usedUp("a-1")).isTrue();
    }
}
