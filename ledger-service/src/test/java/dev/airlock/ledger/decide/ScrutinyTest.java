package dev.airlock.ledger.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.Sealed;
import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Incident.Kind;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScrutinyTest {
    private final Sealed chain = Sealed.in(3);
    private final Scrutiny scrutiny = new Scrutiny(3, new ChainVerifier(3, Scrutiny.WINDOW_TOKENS));
    private long offset;

    private List<Incident> next(Token token) {
        return next(new Intake.Verified(token));
    }

    private List<Incident> next(Intake intake) {
        offset++;
        return scrutiny.next(intake, 2 * offset, offset);
    }

    private static void assertChain(List<Incident> incidents, Token token, String reason) {
        assertThat(incidents).anySatisfy(incident -> {
            assertThat(incident.kind()).isEqualTo(Kind.CHAIN);
            assertThat(incident.tokenId()).contains(token.id().value());
            assertThat(incident.reason()).contains(reason);
        });
    }

    @Test
    void a_chain_in_order_is_fine() {
        for (int number = 0; number < 100; number++) {
            assertThat(next(chain.next())).isEmpty();
        }
    }

    @Test
    void a_gap_a_repetition_and_a_second_genesis_are_told_at_their_record() {
        Token first = chain.next();
        Token second = chain.next();
        assertThat(next(first)).isEmpty();
        assertThat(next(second)).isEmpty();
        assertChain(next(second), second, "already passed");
        assertChain(next(Sealed.in(3).next()), first, "second genesis");
        chain.next();
        Token fourth = chain.next();
        assertChain(next(fourth), fourth, "tokens are missing");
        assertThat(next(chain.next())).as("told once").isEmpty();
    }

    @Test
    void a_beginning_that_is_missing_and_another_partitions_token_are_told() {
        chain.next();
        Token second = chain.next();
        assertChain(next(second), second, "its beginning is missing");
        Token elsewhere = Sealed.in(4).next();
        assertChain(next(elsewhere), elsewhere, "belongs to partition 4");
    }

    @Test
    void a_record_that_is_no_token_of_ours_breaks_no_chain() {
        assertThat(next(chain.next())).isEmpty();
        assertThat(next(new Intake.Unreadable("not a record")))
                .containsExactly(new Incident(Kind.UNREADABLE, 3, 4, 2, Optional.empty(), "not a record"));
        assertThat(next(new Intake.Rejected(Optional.of("t-1"), "foreign key")))
                .containsExactly(new Incident(Kind.REJECTED, 3, 6, 3, Optional.of("t-1"), "foreign key"));
        assertThat(next(chain.next())).isEmpty();
    }

    /** What is told of the second token of an intent that came to a fast lane, if the key of the first is called so, and the other's the executor's. */
    private static List<String> second(String former) {
        SigningKey old = Sealed.key(8);
        SigningKey present = Sealed.key(9);
        KeyRing ring = KeyRing.of(Map.of(
                old.id(), new Holder(KeyRole.EXECUTOR, former),
                present.id(), new Holder(KeyRole.EXECUTOR, "executor")));
        var scrutiny = new Scrutiny(3, new ChainVerifier(3, Scrutiny.WINDOW_TOKENS, KeyTerms.places(ring)));
        assertThat(scrutiny.next(new Intake.Verified(Sealed.fast(old, 3).next()), 1, 0))
                .isEmpty();
        return scrutiny.next(new Intake.Verified(Sealed.fast(present, 3).next()), 2, 1).stream()
                .map(Incident::reason)
                .filter(reason -> reason.contains("of the same intent"))
                .toList();
    }

    @Test
    void a_fast_lane_is_the_same_one_after_its_key_gave_way_as_it_is_to_the_audit() {
        String digits = Sealed.key(8).id().value().split(":", 2)[1].substring(0, 12);
        assertThat(second("executor@was-" + digits)).hasSize(1);
        assertThat(second("executor@host2")).as("another node's lane").isEmpty();
        assertThat(second("executor@was-0123456789ab"))
                .as("only the key itself has the name of a former key")
                .isEmpty();
    }
}
