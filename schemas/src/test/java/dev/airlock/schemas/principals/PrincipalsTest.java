package dev.airlock.schemas.principals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.principals.Principals.Reading;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalsTest {
    private static final String CRAWLER = "jis:acme:crawler";
    private static final KeyId KEY = key(1).id();
    private static final KeyId NEXT_KEY = key(2).id();
    private static final KeyId SERVICE = key(3).id();
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T1 = T0.plus(Duration.ofDays(1));
    private static final Instant T2 = T0.plus(Duration.ofDays(2));
    private static final Instant END = T0.plus(Duration.ofDays(90));
    private static final Tenure HELD = new Tenure.Holder(CRAWLER, Origin.EXTERNAL_AI);
    private static final Principals NONE = Principals.none(Set.of(SERVICE));
    private static final Principals ONE = kept(NONE, word(KEY, 1, 1, T0));

    @Test
    void a_key_that_nobody_spoke_of_is_unknown() {
        assertThat(NONE.now(KEY, T0)).isEqualTo(new Tenure.Unknown());
        assertThat(ONE.now(NEXT_KEY, T0)).isEqualTo(new Tenure.Unknown());
    }

    @Test
    void a_key_counts_within_its_time_and_not_at_its_end() {
        assertThat(ONE.now(KEY, T0.minusNanos(1000))).isEqualTo(new Tenure.NotYet(CRAWLER, T0));
        assertThat(ONE.now(KEY, T0)).isEqualTo(HELD);
        assertThat(ONE.now(KEY, END.minusNanos(1000))).isEqualTo(HELD);
        assertThat(ONE.now(KEY, END)).isEqualTo(new Tenure.Expired(CRAWLER, END));
    }

    @Test
    void a_revoked_key_is_revoked_from_its_time_on_and_was_good_before() {
        Principals after = kept(ONE, revoked(T1, T2));
        assertThat(after.now(KEY, T1)).isEqualTo(new Tenure.Revoked(CRAWLER, T1, "lost"));
        assertThat(after.at(KEY, T1.minusNanos(1000))).isEqualTo(HELD);
        assertThat(after.at(KEY, T1)).isEqualTo(new Tenure.Revoked(CRAWLER, T1, "lost"));
    }

    @Test
    void a_revocation_is_for_good() {
        Principals after = kept(ONE, revoked(T1, T1));
        assertThat(refusal(after, word(KEY, 9, 1, T2))).contains("revoked, which is for good");
    }

    @Test
    void a_key_below_the_least_epoch_counts_no_more() {
        Principals after = kept(ONE, word(NEXT_KEY, 2, 2, T1));
        assertThat(after.now(KEY, T1)).isEqualTo(new Tenure.OldEpoch(CRAWLER, 1, 2));
        assertThat(after.now(NEXT_KEY, T1)).isEqualTo(HELD);
    }

    @Test
    void a_key_that_is_stamped_again_with_the_new_epoch_counts_again() {
        Principals after = kept(kept(ONE, word(NEXT_KEY, 2, 2, T1)), word(KEY, 2, 2, T2));
        assertThat(after.now(KEY, T2)).isEqualTo(HELD);
    }

    @Test
    void who_held_a_key_at_a_time_can_be_asked_after_it_was_left_behind() {
        Principals after = kept(ONE, word(NEXT_KEY, 2, 2, T1));
        assertThat(after.at(KEY, T1.minusNanos(1000))).isEqualTo(HELD);
        assertThat(after.at(NEXT_KEY, T1.minusNanos(1000))).isEqualTo(new Tenure.Unknown());
        assertThat(after.history(CRAWLER)).hasSize(2);
    }

    @Test
    void an_epoch_never_goes_back() {
        Principals after = kept(ONE, word(KEY, 3, 2, T1));
        assertThat(refusal(after, word(KEY, 2, 2, T2))).contains("epoch 2 goes back");
        assertThat(refusal(after, word(NEXT_KEY, 3, 1, T2))).contains("min_epoch 1 goes back");
    }

    @Test
    void a_key_never_passes_to_another_principal() {
        assertThat(refusal(ONE, of("jis:acme:other", Origin.EXTERNAL_AI, KEY.value(), T1)))
                .contains("belongs to " + CRAWLER);
    }

    @Test
    void a_principal_never_changes_its_class() {
        assertThat(refusal(ONE, of(CRAWLER, Origin.OPERATOR, NEXT_KEY.value(), T1)))
                .contains("cannot become OPERATOR");
    }

    @Test
    void no_principal_has_a_key_of_the_key_directory() {
        assertThat(refusal(NONE, word(SERVICE, 1, 1, T0))).contains("a key of the key directory");
    }

    @Test
    void a_text_that_is_no_key_is_refused() {
        assertThat(refusal(NONE, of(CRAWLER, Origin.EXTERNAL, "ed25519:short", T0)))
                .contains("64 lower-case hex digits");
        assertThat(refusal(NONE, of(CRAWLER, Origin.EXTERNAL, "ed25519:" + "0".repeat(64), T0)))
                .startsWith("key_id ed25519:000");
    }

    @Test
    void a_record_older_than_the_last_one_is_refused() {
        assertThat(refusal(kept(ONE, word(KEY, 1, 1, T2)), word(KEY, 1, 1, T1))).contains("is before the last record");
    }

    @Test
    void the_same_record_twice_changes_nobodys_standing() {
        assertThat(kept(ONE, word(KEY, 1, 1, T0)).now(KEY, T1)).isEqualTo(HELD);
    }

    @Test
    void only_an_operators_signature_makes_a_principal() {
        KeyRing ring = KeyRing.of(Map.of(
                key(4).id(), new KeyRing.Holder(KeyRole.OPERATOR, "operator"),
                key(5).id(), new KeyRing.Holder(KeyRole.LOCAL, "local")));
        Principal said = word(KEY, 1, 1, T0);
        assertThat(Codecs.PRINCIPAL.open(Codecs.PRINCIPAL.seal(said, key(4)), ring))
                .isInstanceOf(Decoded.Good.class);
        assertThat(Codecs.PRINCIPAL.open(Codecs.PRINCIPAL.seal(said, key(5)), ring))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(Codecs.PRINCIPAL.open(Codecs.PRINCIPAL.seal(said, key(1)), ring))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void a_principal_without_an_identity_or_a_time_is_no_record() {
        assertThatThrownBy(() -> of("acme", Origin.EXTERNAL, KEY.value(), T0)).hasMessageContaining("'acme'");
        assertThatThrownBy(() -> of("jis:", Origin.EXTERNAL, KEY.value(), T0)).hasMessageContaining("'jis:'");
        assertThatThrownBy(() -> new Principal(
                        CRAWLER, Origin.EXTERNAL, KEY.value(), T1, T1, 1, 1, Optional.empty(), "added", T0))
                .hasMessageContaining("must be after valid_from");
        assertThatThrownBy(() -> word(KEY, 0, 1, T0)).hasMessageContaining("epoch is 0");
    }

    private static Principal word(KeyId key, int epoch, int minEpoch, Instant statedAt) {
        return new Principal(
                CRAWLER,
                Origin.EXTERNAL_AI,
                key.value(),
                T0,
                END,
                epoch,
                minEpoch,
                Optional.empty(),
                "added",
                statedAt);
    }

    private static Principal revoked(Instant since, Instant statedAt) {
        return new Principal(
                CRAWLER, Origin.EXTERNAL_AI, KEY.value(), T0, END, 1, 1, Optional.of(since), "lost", statedAt);
    }

    private static Principal of(String identity, Origin origin, String key, Instant statedAt) {
        return new Principal(identity, origin, key, T0, END, 1, 1, Optional.empty(), "added", statedAt);
    }

    private static Principals kept(Principals before, Principal said) {
        return switch (before.after(said)) {
            case Reading.Kept(Principals after) -> after;
            case Reading.Refused(String reason) -> throw new AssertionError(reason);
        };
    }

    private static String refusal(Principals before, Principal said) {
        return switch (before.after(said)) {
            case Reading.Kept _ -> throw new AssertionError("kept " + said);
            case Reading.Refused(String reason) -> reason;
        };
    }

    private static SigningKey key(int value) {
        var seed = new byte[32];
        seed[0] = (byte) value;
        return SigningKey.fromSeed(seed);
    }
}
