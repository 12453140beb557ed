package dev.airlock.authorisation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.authorisation.model.Delegation;
import dev.airlock.authorisation.model.Rights;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Origin;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelegationsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final SigningKey ROOT = SigningKey.generate(new SecureRandom());
    private static final SigningKey OTHER = SigningKey.generate(new SecureRandom());

    private static Rights rights(int mib, String... intents) {
        return new Rights(List.of(intents), mib, 1_000, Origin.INTERNAL);
    }

    private static Delegation given(String issuer, String subject, Rights rights, long epoch, String nonce) {
        return new Delegation(Optional.empty(), issuer, subject, rights, NOON, epoch, 0, nonce);
    }

    private static Delegation plain() {
        return given(ROOT.id().value(), "b", rights(64, "a"), 1, "0".repeat(16));
    }

    @Test
    void the_canonical_bytes_are_what_they_were() {
        Instant expires = Instant.ofEpochSecond(1, 2_000);
        var delegation = new Delegation(
                Optional.of("p"), "r", "s", rights(64, "a"), expires.plusNanos(999), 1, 2, "0".repeat(16));
        assertThat(HexFormat.of().formatHex(Delegations.canonical(delegation)))
                .isEqualTo("0100000070" + "0100000072" + "0100000073" + "0100000000000000" + "0100000061"
                        + "4000000000000000" + "e803000000000000" + "08000000696e7465726e616c"
                        + "42420f0000000000" + "0100000000000000" + "0200000000000000" + "10000000" + "30".repeat(16));
    }

    @Test
    void delegations_that_differ_in_anything_differ_in_hash() {
        Delegation one = plain();
        assertThat(List.of(
                                one,
                                given(ROOT.id().value(), "c", rights(64, "a"), 1, "0".repeat(16)),
                                given("x", "b", rights(64, "a"), 1, "0".repeat(16)),
                                given(ROOT.id().value(), "b", rights(65, "a"), 1, "0".repeat(16)),
                                given(ROOT.id().value(), "b", rights(64, "a", "b"), 1, "0".repeat(16)),
                                given(ROOT.id().value(), "b", rights(64, "a"), 2, "0".repeat(16)),
                                given(ROOT.id().value(), "b", rights(64, "a"), 1, "1".repeat(16)))
                        .stream()
                        .map(Delegations::hash))
                .doesNotHaveDuplicates();
        assertThat(Delegations.hash(plain())).isEqualTo(Delegations.hash(one));
    }

    @Test
    void only_the_issuers_own_signature_over_these_bytes_is_good() {
        Delegation one = plain();
        byte[] signature = Delegations.sign(one, ROOT);
        assertThat(Delegations.open(one, signature).signed()).isTrue();
        assertThat(Delegations.open(one, signature).hash()).isEqualTo(Delegations.hash(one));
        assertThat(Delegations.open(one, Delegations.sign(one, OTHER)).signed()).isFalse();
        Delegation more = given(ROOT.id().value(), "b", rights(65, "a"), 1, "0".repeat(16));
        assertThat(Delegations.open(more, signature).signed()).isFalse();
        assertThat(Delegations.open(one, new byte[3]).signed()).isFalse();
        Delegation nobody = given("no key", "b", rights(64, "a"), 1, "0".repeat(16));
        assertThat(Delegations.open(nobody, signature).signed()).isFalse();
    }

    @Test
    void a_revocation_counts_from_a_root_and_for_the_hash_that_it_names() {
        String hash = Delegations.hash(plain());
        Set<String> roots = Set.of(ROOT.id().value());
        byte[] signature = Delegations.revoke(hash, ROOT);
        assertThat(Delegations.revokes(hash, roots, signature)).isTrue();
        assertThat(Delegations.revokes(hash, Set.of(OTHER.id().value()), signature))
                .isFalse();
        assertThat(Delegations.revokes(hash.replace('a', 'b') + "0", roots, signature))
                .isFalse();
        assertThat(Delegations.revokes(hash, roots, Delegations.revoke(hash, OTHER)))
                .isFalse();
        assertThat(Delegations.revokes(hash, roots, Delegations.sign(plain(), ROOT)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "code:execute, code:execute, true",
        "code:execute, code:execute:x, false",
        "shell:*, shell:ls, true",
        "shell:*, shell:a:b, true",
        "shell:*, shell, false",
        "shell:*, shellac:ls, false",
        "shell:*, shell:, false",
        "a, b, false"
    })
    void rights_name_intents_by_whole_segments(String pattern, String intent, boolean allowed) {
        assertThat(rights(1, pattern).allow(intent)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "shell:*, shell:*, true", "shell:*, shell:ls, true", "shell:*, shell:a:*, true", "shell:a:*, shell:*, false",
        "shell:ls, shell:*, false", "a, a, true", "a, b, false", "shell:*, shellac:ls, false"
    })
    void rights_cover_what_is_no_more_than_they_are(String own, String handedOn, boolean covered) {
        assertThat(rights(1, own).cover(rights(1, handedOn))).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", ":*", "a::b", "a:", "a b", "a:*:b", "**", "a*"})
    void what_is_no_pattern_is_refused(String pattern) {
        assertThatThrownBy(() -> rights(1, pattern)).hasMessageContaining("is no pattern of intents");
    }

    @Test
    void a_delegation_that_makes_no_sense_cannot_be_made() {
        assertThatThrownBy(() -> given("a", "a", rights(1, "a"), 1, "0".repeat(16)))
                .hasMessageContaining("to himself");
        assertThatThrownBy(() -> given("a", "", rights(1, "a"), 1, "0".repeat(16)))
                .hasMessageContaining("names the keys");
        assertThatThrownBy(() -> given("a", "b", rights(1, "a"), 0, "0".repeat(16)))
                .hasMessageContaining("epoch is 0");
        assertThatThrownBy(() -> given("a", "b", rights(1, "a"), 1, "xyz")).hasMessageContaining("nonce");
        assertThatThrownBy(() -> rights(0, "a")).hasMessageContaining("memory_mib is 0");
        assertThatThrownBy(() -> rights(1)).hasMessageContaining("0 intents");
        for (int depth : new int[] {-1, 1, 17}) {
            assertThatThrownBy(() ->
                            new Delegation(Optional.empty(), "a", "b", rights(1, "a"), NOON, 1, depth, "0".repeat(16)))
                    .hasMessageContaining("depth is " + depth);
        }
    }
}
