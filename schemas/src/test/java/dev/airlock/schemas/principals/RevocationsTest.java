package dev.airlock.schemas.principals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.principals.Principals.Reading;
import dev.airlock.schemas.wire.Hashes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevocationsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final SigningKey GIVER = key(1);
    private static final KeyId OTHER = key(2).id();
    private static final String HASH = Hashes.sha256(new byte[] {1});
    private static final Principals NONE = Principals.none(Set.of());

    private static SigningKey key(int first) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) first;
        return SigningKey.fromSeed(seed);
    }

    private static Revocation of(String hash) {
        return new Revocation(hash, "the work is done", NOON);
    }

    private static Principals kept(Reading reading) {
        return switch (reading) {
            case Reading.Kept(Principals now) -> now;
            case Reading.Refused(String reason) -> throw new AssertionError(reason);
        };
    }

    @Test
    void an_operators_word_reaches_every_delegation() {
        Principals after = kept(NONE.after(of(HASH), OTHER, true));
        assertThat(after.takenBack(HASH, Set.of(GIVER.id())))
                .contains("an operator has taken it back: the work is done");
        assertThat(after.takenBack(Hashes.sha256(new byte[] {2}), Set.of(GIVER.id())))
                .isEmpty();
        assertThat(NONE.takenBack(HASH, Set.of(GIVER.id()))).isEmpty();
    }

    @Test
    void anybody_elses_word_reaches_only_what_he_gave_or_what_rests_on_it() {
        Principals after = kept(NONE.after(of(HASH), GIVER.id(), false));
        assertThat(after.takenBack(HASH, Set.of(OTHER, GIVER.id())))
                .hasValueSatisfying(why -> assertThat(why).contains("the work is done"));
        assertThat(after.takenBack(HASH, Set.of(OTHER))).isEmpty();
    }

    @Test
    void what_is_taken_back_stays_so_whatever_is_said_of_keys_after_it() {
        Principals after = kept(NONE.after(of(HASH), GIVER.id(), false));
        Principals more = kept(after.after(new Statements(after, "a test", NOON)
                .add("jis:acme:lead", Origin.INTERNAL, GIVER.id(), Duration.ofDays(1))));
        assertThat(more.takenBack(HASH, Set.of(GIVER.id()))).isPresent();
    }

    @Test
    void the_same_word_twice_changes_nothing_and_one_that_is_no_operator_has_a_bounded_number_of_them() {
        Principals after = kept(NONE.after(of(HASH), GIVER.id(), false));
        assertThat(after.after(of(HASH), GIVER.id(), false)).isInstanceOf(Reading.Refused.class);
        assertThat(after.after(of(HASH), OTHER, true)).isInstanceOf(Reading.Kept.class);
        for (int i = 1; i < Revocations.OF_ONE_MAX; i++) {
            after = kept(after.after(of(Hashes.sha256(new byte[] {2, (byte) i, (byte) (i >> 8)})), GIVER.id(), false));
        }
        Revocation oneMore = of(Hashes.sha256(new byte[] {3}));
        assertThat(after.after(oneMore, GIVER.id(), false))
                .isInstanceOfSatisfying(Reading.Refused.class, refused -> assertThat(refused.reason())
                        .contains("have the key revoked"));
        assertThat(after.after(oneMore, OTHER, true)).isInstanceOf(Reading.Kept.class);
    }

    @Test
    void who_had_a_key_may_take_back_what_he_gave_with_it_and_a_stranger_nothing() {
        Principals had = kept(NONE.after(new Statements(NONE, "a test", NOON)
                .add("jis:acme:lead", Origin.INTERNAL, GIVER.id(), Duration.ofDays(1))));
        Principals revoked = kept(had.after(
                new Statements(had, "lost", NOON).revoke("jis:acme:lead").getFirst()));
        assertThat(revoked.standing(GIVER.id(), NOON)).isInstanceOf(Standing.Barred.class);
        assertThat(revoked.everHeld(GIVER.id())).isInstanceOf(Standing.Speaks.class);
        assertThat(revoked.everHeld(OTHER)).isEqualTo(new Standing.Stranger());
    }
}
