package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OwnKeysTest {
    private static final Instant REVOKED = Instant.parse("2026-01-01T00:00:00Z");
    private static final KeyId NOW = key();
    private static final KeyId FORMER = key();
    private static final KeyId JOURNALED = key();
    private static final KeyId OTHER_HOST = key();
    private static final KeyId FORMER_OF_OTHER_HOST = key();
    private static final KeyId GATEWAY = key();
    private static final KeyId STRANGER = key();

    private static KeyId key() {
        return SigningKey.generate(new SecureRandom()).id();
    }

    private static String digits(KeyId key) {
        return key.value().substring(key.value().indexOf(':') + 1).substring(0, 12);
    }

    private static KeyRing ring(Map<KeyId, KeyTerm> terms) {
        return KeyRing.of(
                Map.of(
                        NOW, new Holder(KeyRole.EXECUTOR, "executor"),
                        FORMER, new Holder(KeyRole.EXECUTOR, "executor@was-" + digits(FORMER)),
                        JOURNALED, new Holder(KeyRole.EXECUTOR, "executor@kept-by-hand"),
                        OTHER_HOST, new Holder(KeyRole.EXECUTOR, "executor@host2"),
                        FORMER_OF_OTHER_HOST,
                                new Holder(KeyRole.EXECUTOR, "executor@host2.was-" + digits(FORMER_OF_OTHER_HOST)),
                        GATEWAY, new Holder(KeyRole.GATEWAY, "gateway")),
                terms);
    }

    private static TokenRecord naming(KeyId key) {
        return new TokenRecord(
                "s", "i", "t", "SAFE_EXECUTION", 200, 0, 0, Bytes.EMPTY, "sha256:0", key.value(), Bytes.EMPTY);
    }

    @Test
    void ours_are_the_one_that_seals_those_that_gave_way_to_it_and_those_of_the_journal_that_are_trusted() {
        OwnKeys keys = OwnKeys.of(NOW, Set.of(NOW, JOURNALED, GATEWAY, STRANGER), ring(Map.of()));
        for (KeyId ours : Set.of(NOW, FORMER, JOURNALED)) {
            assertThat(keys.named(naming(ours))).contains(ours);
        }
        for (KeyId others : Set.of(OTHER_HOST, FORMER_OF_OTHER_HOST, GATEWAY, STRANGER)) {
            assertThat(keys.named(naming(others))).isEmpty();
        }
    }

    @Test
    void the_key_that_seals_is_ours_whatever_the_ring_says() {
        assertThat(OwnKeys.of(NOW, Set.of(), KeyRing.of(Map.of())).named(naming(NOW)))
                .contains(NOW);
    }

    @ParameterizedTest
    @EnumSource
    void only_a_compromised_key_was_others_too_and_only_from_its_revocation_on(Why why) {
        KeyTerm term = KeyTerm.ALWAYS.revoked(new Revocation(REVOKED, why, "test"));
        OwnKeys keys = OwnKeys.of(NOW, Set.of(), ring(Map.of(FORMER, term)));
        assertThat(keys.wasOthersToo(FORMER, REVOKED.minusMillis(1))).isFalse();
        assertThat(keys.wasOthersToo(FORMER, REVOKED)).isEqualTo(why == Why.COMPROMISED);
        assertThat(keys.wasOthersToo(NOW, REVOKED)).isFalse();
    }
}
