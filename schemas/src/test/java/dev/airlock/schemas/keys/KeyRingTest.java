package dev.airlock.schemas.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.SignatureRejected.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final SigningKey GATEWAY = keyOf(1);
    private static final SigningKey EXECUTOR = keyOf(2);
    private static final SigningKey STRANGER = keyOf(3);
    private static final byte[] BODY = {1, 2, 3};
    private static final KeyRing RING = KeyRing.of(Map.of(
            GATEWAY.id(), new Holder(KeyRole.GATEWAY, "gateway"),
            EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor@host2")));

    @Test
    void a_good_signature_of_the_right_role_returns() throws Exception {
        RING.verify(KeyRole.GATEWAY, GATEWAY.id(), BODY, GATEWAY.sign(BODY));
        RING.verify(Set.of(KeyRole.GATEWAY, KeyRole.EXECUTOR), EXECUTOR.id(), BODY, EXECUTOR.sign(BODY));

        assertThat(RING.holder(EXECUTOR.id())).contains(new Holder(KeyRole.EXECUTOR, "executor@host2"));
        assertThat(RING.holder(STRANGER.id())).isEmpty();
    }

    @Test
    void an_unknown_key_a_wrong_role_and_a_bad_signature_are_told_apart() {
        assertRejected(RING, KeyRole.GATEWAY, STRANGER.id(), STRANGER.sign(BODY), Reason.UNKNOWN_KEY);
        assertRejected(RING, KeyRole.GATEWAY, EXECUTOR.id(), EXECUTOR.sign(BODY), Reason.WRONG_ROLE);
        assertRejected(RING, KeyRole.GATEWAY, GATEWAY.id(), EXECUTOR.sign(BODY), Reason.BAD_SIGNATURE);
        assertRejected(RING, KeyRole.GATEWAY, GATEWAY.id(), new byte[0], Reason.BAD_SIGNATURE);
    }

    @Test
    void a_timeless_ring_has_the_same_keys_without_their_terms() throws Exception {
        KeyTerm over = KeyTerm.ALWAYS.ending(Instant.EPOCH.plusSeconds(1));
        KeyRing ring = KeyRing.of(
                Map.of(EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor")), Map.of(EXECUTOR.id(), over));
        assertRejected(ring, KeyRole.EXECUTOR, EXECUTOR.id(), EXECUTOR.sign(BODY), Reason.OUT_OF_TERM);

        ring.timeless().verify(KeyRole.EXECUTOR, EXECUTOR.id(), BODY, EXECUTOR.sign(BODY));
        assertThat(ring.timeless().term(EXECUTOR.id())).contains(KeyTerm.ALWAYS);
        assertThat(ring.timeless().ids()).isEqualTo(ring.ids());
        assertRejected(ring.timeless(), KeyRole.EXECUTOR, GATEWAY.id(), GATEWAY.sign(BODY), Reason.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_ring_trusts_nobody(KeyRole role) {
        assertRejected(KeyRing.of(Map.of()), role, GATEWAY.id(), GATEWAY.sign(BODY), Reason.UNKNOWN_KEY);
    }

    @ParameterizedTest
    @EnumSource
    void a_role_is_found_by_its_label_only(KeyRole role) {
        assertThat(KeyRole.ofLabel(role.label())).contains(role);
        assertThat(KeyRole.ofLabel(role.name())).isEmpty();
    }

    @Test
    void a_ring_with_a_weak_key_cannot_be_made() {
        KeyId weak = new KeyId("ed25519:" + "0".repeat(64));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(Map.of(weak, new Holder(KeyRole.OPERATOR, "operator"))));
    }

    @Test
    void a_signature_for_one_kind_of_record_never_serves_as_another() {
        byte[] intent = Domain.signedBytes("airlock/intent/v1", BODY);
        byte[] verdict = Domain.signedBytes("airlock/verdict/v1", BODY);
        byte[] signature = GATEWAY.sign(intent);

        assertThat(intent)
                .startsWith("airlock/intent/v1\0".getBytes(StandardCharsets.US_ASCII))
                .endsWith(BODY);
        assertThatThrownBy(() -> RING.verify(KeyRole.GATEWAY, GATEWAY.id(), verdict, signature))
                .isInstanceOf(SignatureRejected.class);
        assertThatThrownBy(() -> RING.verify(KeyRole.GATEWAY, GATEWAY.id(), BODY, signature))
                .isInstanceOf(SignatureRejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "intent",
                "airlock/intent",
                "airlock/intent/v0",
                "airlock/Intent/v1",
                "airlock/in\0tent/v1",
                "airlock/intent/v1\0",
                "{\"airlock/intent/v1"
            })
    void a_domain_of_another_shape_is_refused(String domain) {
        assertThatIllegalArgumentException().isThrownBy(() -> Domain.signedBytes(domain, BODY));
    }

    private static void assertRejected(KeyRing ring, KeyRole role, KeyId id, byte[] signature, Reason reason) {
        assertThatThrownBy(() -> ring.verify(role, id, BODY, signature))
                .isInstanceOfSatisfying(SignatureRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(reason));
    }

    private static SigningKey keyOf(int first) {
        byte[] seed = new byte[32];
        seed[0] = (byte) first;
        return SigningKey.fromSeed(seed);
    }
}
