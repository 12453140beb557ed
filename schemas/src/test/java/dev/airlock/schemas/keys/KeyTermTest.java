package dev.airlock.schemas.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Standing;
import dev.airlock.schemas.keys.KeyTerm.Why;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTermTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-02-01T00:00:00Z");
    private static final KeyTerm TERM = new KeyTerm(FROM, Optional.of(UNTIL), Optional.empty());

    @Test
    void a_key_counts_from_its_first_moment_until_right_before_its_last() {
        assertThat(TERM.at(FROM.minusMillis(1))).isEqualTo(Standing.NOT_YET);
        assertThat(TERM.at(FROM)).isEqualTo(Standing.GOOD);
        assertThat(TERM.at(UNTIL.minusMillis(1))).isEqualTo(Standing.GOOD);
        assertThat(TERM.at(UNTIL)).isEqualTo(Standing.EXPIRED);
        assertThat(KeyTerm.ALWAYS.at(Instant.MAX)).isEqualTo(Standing.GOOD);
    }

    @Test
    void what_was_made_before_a_revocation_stays_good() {
        Instant at = FROM.plusSeconds(60);
        KeyTerm retired = TERM.revoked(new Revocation(at, Why.RETIRED, "not needed"));
        assertThat(retired.at(at.minusMillis(1))).isEqualTo(Standing.GOOD);
        assertThat(retired.at(at)).isEqualTo(Standing.REVOKED);
        assertThat(retired.at(at.minusSeconds(1), at.plusSeconds(1))).isEqualTo(Standing.GOOD);
    }

    @Test
    void of_a_compromised_key_only_what_was_seen_before_counts() {
        Instant at = FROM.plusSeconds(60);
        KeyTerm stolen = TERM.revoked(new Revocation(at, Why.COMPROMISED, "stolen"));
        assertThat(stolen.at(at.minusSeconds(1), at.minusMillis(1))).isEqualTo(Standing.GOOD);
        assertThat(stolen.at(at.minusSeconds(1), at)).isEqualTo(Standing.REVOKED);
        assertThat(stolen.at(FROM.minusSeconds(1), at)).isEqualTo(Standing.NOT_YET);
    }

    @Test
    void of_two_terms_only_what_both_allow_counts() {
        KeyTerm open = new KeyTerm(FROM.plusSeconds(5), Optional.empty(), Optional.empty());
        KeyTerm both = new KeyTerm(FROM.plusSeconds(5), Optional.of(UNTIL), Optional.empty());
        KeyTerm revoked = TERM.revoked(new Revocation(FROM.plusSeconds(9), Why.COMPROMISED, "stolen"));
        KeyTerm retired = TERM.revoked(new Revocation(FROM.plusSeconds(7), Why.RETIRED, "old"));
        assertThat(TERM.narrowed(open)).isEqualTo(open.narrowed(TERM)).isEqualTo(both);
        assertThat(TERM.narrowed(KeyTerm.ALWAYS))
                .isEqualTo(KeyTerm.ALWAYS.narrowed(TERM))
                .isEqualTo(TERM);
        assertThat(TERM.narrowed(TERM.ending(FROM.plusSeconds(9)))).isEqualTo(TERM.ending(FROM.plusSeconds(9)));
        assertThat(KeyTerm.ALWAYS.narrowed(revoked))
                .isEqualTo(revoked.narrowed(TERM))
                .isEqualTo(revoked);
        assertThat(revoked.narrowed(retired))
                .isEqualTo(retired.narrowed(revoked))
                .isEqualTo(TERM.revoked(new Revocation(FROM.plusSeconds(7), Why.COMPROMISED, "stolen")));
        KeyTerm late = new KeyTerm(UNTIL.plusSeconds(1), Optional.empty(), Optional.empty());
        assertThat(TERM.narrowed(late).at(UNTIL.plusSeconds(1)))
                .as("two terms without a common moment leave none")
                .isEqualTo(Standing.EXPIRED);
        assertThat(KeyTerm.parse(TERM.narrowed(late).text())).isEqualTo(late.narrowed(TERM));
    }

    @Test
    void an_earlier_revocation_and_an_earlier_end_stay() {
        KeyTerm revoked = TERM.revoked(new Revocation(FROM, Why.COMPROMISED, "stolen"));
        assertThat(revoked.revoked(new Revocation(UNTIL, Why.RETIRED, "later"))).isEqualTo(revoked);
        assertThat(TERM.ending(UNTIL.plusSeconds(9))).isEqualTo(TERM);
        assertThat(TERM.ending(FROM.plusSeconds(9)).until()).contains(FROM.plusSeconds(9));
        assertThatThrownBy(() -> TERM.ending(FROM.minusSeconds(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_theft_that_is_noticed_after_a_retirement_is_not_forgotten() {
        Instant later = FROM.plusSeconds(60);
        KeyTerm term = TERM.revoked(new Revocation(FROM, Why.RETIRED, "not needed"))
                .revoked(new Revocation(later, Why.COMPROMISED, "stolen"));
        assertThat(term.revocation()).contains(new Revocation(FROM, Why.COMPROMISED, "stolen"));
    }

    @Test
    void what_is_seen_for_the_first_time_long_after_a_key_s_end_is_not_of_its_time() {
        Instant made = UNTIL.minusSeconds(1);
        assertThat(TERM.at(made, UNTIL.plus(KeyTerm.LATE_MAX))).isEqualTo(Standing.GOOD);
        assertThat(TERM.at(made, UNTIL.plus(KeyTerm.LATE_MAX).plusSeconds(1))).isEqualTo(Standing.EXPIRED);
        KeyTerm retired = KeyTerm.ALWAYS.revoked(new Revocation(UNTIL, Why.RETIRED, "not needed"));
        assertThat(retired.at(made, UNTIL.plus(KeyTerm.LATE_MAX).plusSeconds(1)))
                .isEqualTo(Standing.REVOKED);
    }

    @Test
    void its_text_reads_back_as_itself() {
        KeyTerm full = TERM.revoked(new Revocation(FROM, Why.COMPROMISED, "a laptop  was stolen"));
        assertThat(KeyTerm.parse(full.text())).isEqualTo(full);
        assertThat(KeyTerm.parse(TERM.text())).isEqualTo(TERM);
        assertThat(KeyTerm.parse(KeyTerm.ALWAYS.text())).isEqualTo(KeyTerm.ALWAYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "from",
                "from yesterday\n",
                "until 2026-01-01T00:00:00Z\n",
                "from 2026-01-01T00:00:00Z",
                "from 2026-01-01T00:00:00Z\nuntil 2025-01-01T00:00:00Z\n",
                "from 2026-01-01T00:00:00Z\nrevoked 2026-01-01T00:00:00Z\n",
                "from 2026-01-01T00:00:00Z\nrevoked 2026-01-01T00:00:00Z lost x\n",
                "from 2026-01-01T00:00:00Z\nforever\n"
            })
    void a_text_that_is_no_term_is_refused(String text) {
        assertThatThrownBy(() -> KeyTerm.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a key's term");
    }

    @Test
    void a_revocation_says_why_in_one_line() {
        for (String reason : new String[] {"", " ", "two\nlines", "x".repeat(201)}) {
            assertThatThrownBy(() -> new Revocation(FROM, Why.RETIRED, reason))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_revoked_key_signs_nothing_any_more_but_what_is_kept_of_it_can_be_looked_at() throws Exception {
        SigningKey key = SigningKey.fromSeed(new byte[SigningKey.SEED_BYTES]);
        KeyTerm revoked = TERM.revoked(new Revocation(FROM, Why.RETIRED, "not needed"));
        KeyRing ring = KeyRing.of(Map.of(key.id(), new Holder(KeyRole.GATEWAY, "gateway")), Map.of(key.id(), revoked));
        byte[] body = {1};
        assertThatThrownBy(() -> ring.verify(KeyRole.GATEWAY, key.id(), body, key.sign(body)))
                .isInstanceOfSatisfying(SignatureRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(SignatureRejected.Reason.REVOKED));
        assertThatThrownBy(() -> ring.verify(KeyRole.SNAFT, key.id(), body, key.sign(body)))
                .isInstanceOfSatisfying(SignatureRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(SignatureRejected.Reason.WRONG_ROLE));
        ring.verifyPast(Set.of(KeyRole.GATEWAY), key.id(), body, key.sign(body));
        assertThat(ring.of(key.id())).isInstanceOf(CallerKeys.Standing.Barred.class);
        assertThat(ring.term(key.id())).contains(revoked);
    }

    @Test
    void a_key_whose_time_is_over_signs_nothing_any_more_and_one_whose_time_comes_nothing_yet() throws Exception {
        SigningKey key = SigningKey.fromSeed(new byte[SigningKey.SEED_BYTES]);
        byte[] body = {1};
        for (Instant now : List.of(FROM.minusSeconds(1), UNTIL)) {
            KeyRing ring = KeyRing.of(
                    Map.of(key.id(), new Holder(KeyRole.GATEWAY, "gateway")), Map.of(key.id(), TERM), () -> now);
            assertThatThrownBy(() -> ring.verify(KeyRole.GATEWAY, key.id(), body, key.sign(body)))
                    .isInstanceOfSatisfying(SignatureRejected.class, rejected -> assertThat(rejected.reason())
                            .isEqualTo(SignatureRejected.Reason.OUT_OF_TERM));
            ring.past().verify(KeyRole.GATEWAY, key.id(), body, key.sign(body));
        }
        KeyRing.of(Map.of(key.id(), new Holder(KeyRole.GATEWAY, "gateway")), Map.of(key.id(), TERM), () -> FROM)
                .verify(KeyRole.GATEWAY, key.id(), body, key.sign(body));
    }
}
