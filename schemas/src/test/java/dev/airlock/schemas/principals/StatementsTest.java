package dev.airlock.schemas.principals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatementsTest {
    private static final String NAME = "jis:acme:crawler";
    private static final SigningKey ONE = key(1);
    private static final SigningKey TWO = key(2);
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Principals NOBODY = Principals.none(Set.of());

    private static SigningKey key(int seed) {
        byte[] bytes = new byte[SigningKey.SEED_BYTES];
        bytes[0] = (byte) seed;
        return SigningKey.fromSeed(bytes);
    }

    private static Statements by(Principals before, int day) {
        return new Statements(before, "a test", T0.plus(Duration.ofDays(day)));
    }

    private static Principals kept(Principals before, List<Principal> said) {
        Principals now = before;
        for (Principal one : said) {
            assertThat(now.after(one)).isInstanceOf(Principals.Reading.Kept.class);
            if (now.after(one) instanceof Principals.Reading.Kept(Principals next)) {
                now = next;
            }
        }
        return now;
    }

    private static Principals one() {
        return kept(NOBODY, List.of(by(NOBODY, 0).add(NAME, Origin.EXTERNAL, ONE.id(), YEAR)));
    }

    private static Standing standing(Principals principals, KeyId key, int day) {
        return principals.standing(key, T0.plus(Duration.ofDays(day)));
    }

    private static Standing speaks(SigningKey key) {
        return new Standing.Speaks(new Speaker(NAME, Origin.EXTERNAL), key.verifyingKey());
    }

    @Test
    void who_was_added_speaks_as_his_class_until_his_key_ends() {
        assertThat(standing(one(), ONE.id(), 0)).isEqualTo(speaks(ONE));
        assertThat(standing(one(), ONE.id(), 365))
                .isInstanceOfSatisfying(Standing.Barred.class, barred -> assertThat(barred.reason())
                        .contains("expired"));
        assertThat(standing(one(), TWO.id(), 0)).isEqualTo(new Standing.Stranger());
    }

    @Test
    void nobody_is_added_twice() {
        assertThatThrownBy(() -> by(one(), 1).add(NAME, Origin.EXTERNAL, TWO.id(), YEAR))
                .hasMessageContaining("is there already");
    }

    @Test
    void a_rotation_bars_the_key_of_before_at_once_unless_it_is_kept() {
        Principals strict = kept(one(), List.of(by(one(), 1).rotate(NAME, TWO.id(), YEAR, false)));
        assertThat(standing(strict, TWO.id(), 1)).isEqualTo(speaks(TWO));
        assertThat(standing(strict, ONE.id(), 1))
                .isInstanceOfSatisfying(Standing.Barred.class, barred -> assertThat(barred.reason())
                        .contains("epoch 1")
                        .contains("is 2"));
        Principals mild = kept(one(), List.of(by(one(), 1).rotate(NAME, TWO.id(), YEAR, true)));
        assertThat(standing(mild, ONE.id(), 1)).isEqualTo(speaks(ONE));
        assertThat(standing(mild, TWO.id(), 1)).isEqualTo(speaks(TWO));
    }

    @Test
    void a_principal_is_revoked_with_all_its_keys_and_a_key_alone() {
        Principals two = kept(one(), List.of(by(one(), 1).rotate(NAME, TWO.id(), YEAR, true)));
        Principals all = kept(two, by(two, 2).revoke(NAME));
        assertThat(standing(all, ONE.id(), 2)).isInstanceOf(Standing.Barred.class);
        assertThat(standing(all, TWO.id(), 2)).isInstanceOf(Standing.Barred.class);
        Principals alone = kept(two, by(two, 2).revoke(ONE.id().value()));
        assertThat(standing(alone, ONE.id(), 2)).isInstanceOf(Standing.Barred.class);
        assertThat(standing(alone, TWO.id(), 2)).isEqualTo(speaks(TWO));
        assertThatThrownBy(() -> by(all, 3).revoke(NAME)).hasMessageContaining("revoked already");
    }

    @Test
    void a_word_on_somebody_who_is_not_there_says_so() {
        assertThatThrownBy(() -> by(NOBODY, 0).revoke(NAME)).hasMessageContaining("nobody is called " + NAME);
        assertThatThrownBy(() -> by(NOBODY, 0).revoke(ONE.id().value())).hasMessageContaining("nobody has");
        assertThatThrownBy(() -> by(NOBODY, 0).revoke("ed25519:no")).hasMessageContaining("64 lower-case hex digits");
        assertThatThrownBy(() -> by(NOBODY, 0).rotate(NAME, ONE.id(), YEAR, false))
                .hasMessageContaining("nobody is called");
    }

    @Test
    void an_operator_whose_clock_went_back_is_heard_all_the_same() {
        Principals later = kept(NOBODY, List.of(by(NOBODY, 5).add(NAME, Origin.EXTERNAL, ONE.id(), YEAR)));
        Principals revoked = kept(later, by(later, 3).revoke(NAME));
        assertThat(standing(revoked, ONE.id(), 5)).isInstanceOf(Standing.Barred.class);
    }
}
