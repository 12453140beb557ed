package dev.airlock.ledger.decide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.Sealed;
import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Incident.Kind;
import dev.airlock.ledger.model.Summit;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionLogTest {
    private static final LogName NAME = new LogName("main", 3);
    private static final int MANY = 600;

    private final Sealed chain = Sealed.in(3);

    private static ChainVerifier chains() {
        return new ChainVerifier(3, Scrutiny.WINDOW_TOKENS);
    }

    private static PartitionLog fresh() {
        return new PartitionLog(NAME, new Memory(3, Optional.empty()), Collections.emptyIterator(), chains());
    }

    private static PartitionLog after(Summit signed) {
        return new PartitionLog(NAME, new Memory(3, Optional.of(signed)), Collections.emptyIterator(), chains());
    }

    private List<Token> tokens(int many) {
        List<Token> tokens = new ArrayList<>();
        for (int number = 0; number < many; number++) {
            tokens.add(chain.next());
        }
        return tokens;
    }

    private static void take(PartitionLog log, List<Token> tokens, int from, int to) {
        for (int number = from; number < to; number++) {
            take(log, tokens.get(number), 2L * number);
        }
    }

    private static void take(PartitionLog log, Token token, long offset) {
        log.take(new Intake.Verified(token), LogEntry.of(token), offset);
    }

    private static void garbage(PartitionLog log, String value, long offset) {
        log.take(new Intake.Unreadable("not a record"), LogEntry.unverified(value.getBytes(UTF_8)), offset);
    }

    private static List<Kind> kinds(Growth growth) {
        return growth.incidents().stream().map(Incident::kind).toList();
    }

    private List<Summit> summits(List<Token> tokens) {
        List<Summit> summits = new ArrayList<>();
        PartitionLog log = fresh();
        for (int number = 0; number < tokens.size(); number++) {
            take(log, tokens, number, number + 1);
            summits.add(log.summit());
        }
        return summits;
    }

    @Test
    void every_head_that_was_signed_before_is_compared_and_not_the_newest_alone() {
        List<Token> tokens = tokens(20);
        List<Summit> heads = summits(tokens);
        var honest = new PartitionLog(NAME, new Memory(3, Optional.of(heads.get(19))), heads.iterator(), chains());
        take(honest, tokens, 0, 20);
        assertThat(honest.forked()).isFalse();
        assertThat(honest.harvest().incidents()).isEmpty();
        for (int lie = 0; lie < 19; lie++) {
            List<Summit> told = new ArrayList<>(heads);
            told.add(lie, new Summit(lie + 1L, heads.get((lie + 1) % 20).root(), lie + 1L));
            var log = new PartitionLog(NAME, new Memory(3, Optional.of(heads.get(19))), told.iterator(), chains());
            take(log, tokens, 0, lie);
            assertThat(log.forked()).isFalse();
            take(log, tokens, lie, 20);
            assertThat(log.forked()).as("a lie at " + (lie + 1)).isTrue();
            Growth growth = log.harvest();
            assertThat(growth.signable()).isFalse();
            assertThat(kinds(growth)).containsExactly(Kind.FORK);
            assertThat(growth.incidents().getFirst().index()).isEqualTo(lie);
        }
    }

    @Test
    void the_tiles_of_all_harvests_lead_to_the_root_at_every_head() throws IOException {
        List<Token> tokens = tokens(MANY);
        PartitionLog log = fresh();
        Map<TilePath, Bytes> stored = new HashMap<>();
        for (int from = 0; from < MANY; from += 37) {
            take(log, tokens, from, Math.min(MANY, from + 37));
            Growth growth = log.harvest();
            for (Tile tile : growth.tiles()) {
                stored.put(tile.path(), tile.bytes());
            }
            Summit summit = growth.summit();
            assertThat(growth.signable()).isTrue();
            assertThat(growth.firstId()).isEqualTo(from);
            assertThat(growth.ids()).hasSize(Math.min(37, MANY - from));
            byte[] root = new StoredTree(summit.size(), path -> Optional.ofNullable(stored.get(path)))
                    .root(summit.size())
                    .bytes();
            assertThat(summit.root()).isEqualTo(Sha256.ofDigest(root).value());
        }
        assertThat(log.summit().size()).isEqualTo(MANY);
        assertThat(log.summit().nextOffset()).isEqualTo(2 * MANY - 1);
    }

    @Test
    void what_is_no_token_takes_its_leaf_is_told_and_stops_nothing() {
        List<Token> tokens = tokens(2);
        PartitionLog log = fresh();
        take(log, tokens, 0, 1);
        garbage(log, "garbage", 7);
        take(log, tokens.get(1), 9);
        Growth growth = log.harvest();
        assertThat(growth.summit().size()).isEqualTo(3);
        assertThat(growth.signable()).isTrue();
        assertThat(kinds(growth)).containsExactly(Kind.UNREADABLE);
        assertThat(growth.ids().get(1)).isEmpty();
        assertThat(log.harvest().incidents()).as("told once").isEmpty();
    }

    @Test
    void a_ledger_from_nothing_reaches_the_same_roots() {
        List<Token> tokens = tokens(MANY);
        PartitionLog one = fresh();
        PartitionLog other = fresh();
        for (int number = 0; number < MANY; number++) {
            take(one, tokens, number, number + 1);
            if (number % 50 == 0) {
                one.harvest();
            }
        }
        take(other, tokens, 0, MANY);
        assertThat(other.summit()).isEqualTo(one.summit());
    }

    @Test
    void what_an_earlier_process_told_and_signed_is_neither_told_nor_signed_again() {
        List<Token> tokens = tokens(3);
        PartitionLog before = fresh();
        take(before, tokens, 0, 1);
        garbage(before, "garbage", 2);
        PartitionLog now = after(before.summit());
        take(now, tokens, 0, 1);
        assertThat(now.news()).isFalse();
        assertThat(now.harvest().signable()).as("smaller than what was signed").isFalse();
        garbage(now, "garbage", 2);
        assertThat(now.news()).isTrue();
        now.ended();
        Growth same = now.harvest();
        assertThat(same.incidents()).isEmpty();
        assertThat(same.signable()).as("the same head once more").isTrue();
        garbage(now, "more", 5);
        assertThat(kinds(now.harvest())).containsExactly(Kind.UNREADABLE);
    }

    @Test
    void a_topic_that_does_not_lead_to_the_signed_head_is_a_fork_and_nothing_more_is_signed() {
        List<Token> tokens = tokens(5);
        PartitionLog before = fresh();
        take(before, tokens, 0, 3);
        PartitionLog now = after(before.summit());
        take(now, tokens, 0, 2);
        garbage(now, "in the place of the third", 4);
        take(now, tokens, 3, 5);
        Growth growth = now.harvest();
        assertThat(kinds(growth)).contains(Kind.FORK);
        assertThat(growth.signable()).isFalse();
        assertThat(now.forked()).isTrue();
    }

    @Test
    void a_topic_that_was_cut_is_told_once_and_signed_when_it_has_grown_beyond() {
        List<Token> tokens = tokens(5);
        PartitionLog before = fresh();
        take(before, tokens, 0, 4);
        PartitionLog now = after(before.summit());
        take(now, tokens, 0, 2);
        now.ended();
        now.ended();
        Growth growth = now.harvest();
        assertThat(kinds(growth)).containsExactly(Kind.TRUNCATED);
        assertThat(growth.signable()).isFalse();
    }

    @Test
    void more_incidents_than_can_be_told_are_counted() {
        PartitionLog log = fresh();
        for (int number = 0; number < PartitionLog.INCIDENTS_MAX + 10; number++) {
            garbage(log, "garbage " + number, number);
        }
        Growth growth = log.harvest();
        assertThat(growth.incidents()).hasSize(PartitionLog.INCIDENTS_MAX);
        assertThat(growth.leftOut()).isEqualTo(10);
    }

    @Test
    void an_empty_log_has_nothing_to_sign() {
        assertThat(fresh().harvest().signable()).isFalse();
    }
}
