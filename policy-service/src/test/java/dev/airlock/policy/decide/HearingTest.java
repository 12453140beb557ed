package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.asking;
import static dev.airlock.policy.Fixtures.by;
import static dev.airlock.policy.Fixtures.hard;
import static dev.airlock.policy.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.Signer;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HearingTest {
    private static final Verdict HELD = verdict("m", RuntimeMode.EMBEDDED_ONLINE, START);
    private static final Standings STANDING = Standings.none().replay(Source.RUNTIME, HELD);

    @ParameterizedTest
    @CsvSource({
        "0,  n, true",
        "0,  m, false",
        "0,  l, false",
        "1,  a, true",
        "-1, z, false",
    })
    void a_verdict_counts_if_it_is_newer_by_time_and_then_by_id(int seconds, String id, boolean counts) {
        Verdict next = verdict(id, RuntimeMode.OFFLINE, START.plusSeconds(seconds));
        Hearing hearing = Hearing.of(STANDING, Emitters.DEFAULT, Signer.OBSERVER, next, START);
        assertThat(hearing instanceof Hearing.Counts).isEqualTo(counts);
        assertThat(hearing instanceof Hearing.Older).isEqualTo(!counts);
    }

    @Test
    void an_older_verdict_of_another_source_counts() {
        Verdict older = asking("a", PostureLevel.HARD_QUARANTINE, START.minusSeconds(9));
        assertThat(Hearing.of(STANDING, Emitters.DEFAULT, Signer.OPERATOR, older, START))
                .isEqualTo(new Hearing.Counts(STANDING.replay(Source.OPERATOR, older)));
    }

    @Test
    void a_verdict_more_than_a_minute_ahead_of_the_broker_is_refused() {
        assertThat(hearing(START.plusSeconds(60))).isInstanceOf(Hearing.Counts.class);
        assertThat(hearing(START.plusSeconds(60).plusNanos(1000)))
                .isInstanceOfSatisfying(Hearing.Refused.class, refused -> assertThat(refused.reason())
                        .contains("60 s ahead", "clock"));
    }

    @Test
    void an_emitter_that_is_not_listed_is_refused_however_good_its_signature() {
        Verdict stranger = by("jis:humotica:tibet-pol", verdict("n", RuntimeMode.OFFLINE, START.plusSeconds(1)));
        for (Signer role : List.of(Signer.OBSERVER, Signer.OPERATOR)) {
            assertThat(Hearing.of(STANDING, Emitters.DEFAULT, role, stranger, START))
                    .isInstanceOfSatisfying(Hearing.Refused.class, refused -> assertThat(refused.reason())
                            .contains("jis:humotica:tibet-pol", "not on the list of emitters", "'emitters'"));
        }
        Emitters listing = Emitters.of("jis:humotica:tibet-pol=operator,jis:airlock:observer=runtime");
        assertThat(Hearing.of(STANDING, listing, Signer.OPERATOR, stranger, START))
                .isInstanceOf(Hearing.Counts.class);
    }

    @ParameterizedTest
    @CsvSource({
        "jis:airlock:operator,  OBSERVER",
        "jis:airlock:observer,  OPERATOR",
        "jis:airlock:incidents, OPERATOR",
    })
    void a_forged_emitter_is_refused_by_the_role_of_its_key(String emitter, Signer signedBy) {
        Verdict forged = by(emitter, verdict("n", RuntimeMode.EMBEDDED_ONLINE, START.plusSeconds(1)));
        assertThat(Hearing.of(STANDING, Emitters.DEFAULT, signedBy, forged, START))
                .isInstanceOfSatisfying(Hearing.Refused.class, refused -> assertThat(refused.reason())
                        .contains(emitter, "was signed by"));
    }

    @Test
    void the_same_verdict_a_second_time_is_ignored_also_when_another_stands_by_now() {
        Verdict second = verdict("n", RuntimeMode.OFFLINE, START.plusSeconds(1));
        Standings later = STANDING.replay(Source.RUNTIME, second);
        for (Verdict again : List.of(HELD, second)) {
            assertThat(Hearing.of(later, Emitters.DEFAULT, Signer.OBSERVER, again, START))
                    .isEqualTo(new Hearing.Older("verdict " + again.verdictId() + " was heard before"));
        }
        Verdict renewed = verdict("m", RuntimeMode.EMBEDDED_ONLINE, START.plusSeconds(9));
        assertThat(Hearing.of(later, Emitters.DEFAULT, Signer.OBSERVER, renewed, START))
                .as("an id that was used once, with a newer time")
                .isInstanceOf(Hearing.Older.class);
    }

    @Test
    void nobody_observes_the_runtime_of_a_session() {
        Verdict odd = verdict("n", RuntimeMode.OFFLINE, START.plusSeconds(1)).about(Scope.session("s"));
        assertThat(Hearing.of(STANDING, Emitters.DEFAULT, Signer.OBSERVER, odd, START))
                .isInstanceOfSatisfying(Hearing.Refused.class, refused -> assertThat(refused.reason())
                        .contains("session:s", "the runtime is the fleet's"));
    }

    @Test
    void more_scopes_than_readers_keep_are_refused_and_one_that_ends_makes_room() {
        Standings full = STANDING;
        for (int i = 0; i < Scope.GUARDED_MAX; i++) {
            full = full.replay(Source.OPERATOR, hard("o" + i, Scope.session("s-" + i)));
        }
        Verdict more = hard("more", Scope.agent("a"));
        assertThat(operator(full, more)).isInstanceOf(Hearing.Refused.class);
        assertThat(operator(full, asking("fleet", PostureLevel.HARD_QUARANTINE, START)))
                .isInstanceOf(Hearing.Counts.class);
        Verdict ending = asking("end", PostureLevel.NORMAL_ZERO_TRUST, START.plusSeconds(1))
                .about(Scope.session("s-7"));
        assertThat(operator(full, ending)).isInstanceOf(Hearing.Counts.class);
        assertThat(operator(full.replay(Source.OPERATOR, ending), more)).isInstanceOf(Hearing.Counts.class);
    }

    private static Hearing operator(Standings standings, Verdict verdict) {
        return Hearing.of(standings, Emitters.DEFAULT, Signer.OPERATOR, verdict, START);
    }

    private static Hearing hearing(Instant timestamp) {
        return Hearing.of(
                STANDING, Emitters.DEFAULT, Signer.OBSERVER, verdict("n", RuntimeMode.OFFLINE, timestamp), START);
    }
}
