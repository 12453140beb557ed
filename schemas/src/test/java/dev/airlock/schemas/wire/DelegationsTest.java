package dev.airlock.schemas.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.Link;
import dev.airlock.schemas.model.Link.Issuer;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.model.SignedDelegation;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
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
    private static final String PARENT = "sha256:" + "7".repeat(64);
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
        Instant expires = Instant.ofEpochSecond(1_000_000_000, 2_000);
        var delegation = new Delegation(
                Optional.of(PARENT), "r", "s", rights(64, "a"), expires.plusNanos(999), 1, 2, "0".repeat(16));
        assertThat(HexFormat.of().formatHex(Delegations.canonical(delegation)))
                .isEqualTo("47000000" + HexFormat.of().formatHex(PARENT.getBytes(US_ASCII)) + "0100000072"
                        + "0100000073" + "0100000000000000" + "0100000061"
                        + "4000000000000000" + "e803000000000000" + "08000000696e7465726e616c"
                        + "0280c6a47e8d0300" + "0100000000000000" + "0200000000000000" + "10000000" + "30".repeat(16));
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

    /** Knows two keys, and that the second has taken {@code back} back. */
    private static CallerKeys keys(String back) {
        return new CallerKeys() {
            @Override
            public Standing of(KeyId key) {
                return key.equals(ROOT.id())
                        ? new Standing.Speaks(new Speaker("jis:root", Origin.INTERNAL), ROOT.verifyingKey())
                        : key.equals(OTHER.id())
                                ? new Standing.Speaks(new Speaker("jis:other", Origin.EXTERNAL), OTHER.verifyingKey())
                                : new Standing.Stranger();
            }

            @Override
            public Optional<String> takenBack(String delegation, Set<KeyId> issuers) {
                return delegation.equals(back) && issuers.contains(OTHER.id())
                        ? Optional.of("not any more")
                        : Optional.empty();
            }
        };
    }

    private static Link opened(Delegation said, SignedDelegation signature) {
        return Delegations.open(List.of(new SignedDelegation(said, signature.signature())), keys(""))
                .getFirst();
    }

    @Test
    void only_the_issuers_own_signature_over_these_bytes_is_good() {
        Delegation one = plain();
        SignedDelegation signed = Delegations.signed(one, ROOT);
        assertThat(opened(one, signed).issuer()).isEqualTo(new Issuer.Signed("jis:root", Origin.INTERNAL));
        assertThat(opened(one, signed).hash()).isEqualTo(Delegations.hash(one));
        assertThat(opened(one, Delegations.signed(one, OTHER)).issuer()).isInstanceOf(Issuer.Barred.class);
        Delegation more = given(ROOT.id().value(), "b", rights(65, "a"), 1, "0".repeat(16));
        assertThat(opened(more, signed).issuer()).isInstanceOf(Issuer.Barred.class);
        assertThat(opened(one, new SignedDelegation(one, Bytes.of(new byte[3]))).issuer())
                .isInstanceOf(Issuer.Barred.class);
    }

    @Test
    void what_a_stranger_or_no_key_at_all_gives_counts_for_nothing() {
        Delegation nobody = given("no-key", "b", rights(64, "a"), 1, "0".repeat(16));
        assertThat(opened(nobody, Delegations.signed(nobody, ROOT)).issuer()).isInstanceOf(Issuer.Barred.class);
        SigningKey stranger = SigningKey.generate(new SecureRandom());
        Delegation theirs = given(stranger.id().value(), "b", rights(64, "a"), 1, "0".repeat(16));
        assertThat(opened(theirs, Delegations.signed(theirs, stranger)).issuer())
                .isEqualTo(new Issuer.Barred("nobody known has this key"));
    }

    @Test
    void what_rests_on_a_link_that_counts_for_nothing_is_not_looked_at() {
        SignedDelegation forged = Delegations.signed(plain(), OTHER);
        List<Link> links = Delegations.open(List.of(forged, Delegations.signed(plain(), ROOT)), keys(""));
        assertThat(links.getLast().issuer()).isEqualTo(new Issuer.Barred("what it rests on counts for nothing"));
    }

    @Test
    void who_gave_a_delegation_or_what_it_rests_on_can_take_it_back_and_nobody_else() {
        SignedDelegation first = Delegations.signed(plain(), ROOT);
        Delegation below = new Delegation(
                Optional.of(Delegations.hash(plain())),
                OTHER.id().value(),
                "c",
                rights(64, "a"),
                NOON,
                1,
                1,
                "0".repeat(16));
        List<SignedDelegation> chain = List.of(first, Delegations.signed(below, OTHER));
        assertThat(Delegations.open(chain, keys(Delegations.hash(below)))
                        .getLast()
                        .takenBack())
                .contains("not any more");
        assertThat(Delegations.open(chain, keys(Delegations.hash(plain())))
                        .getFirst()
                        .takenBack())
                .as("the one below takes nothing back of the one above")
                .isEmpty();
    }

    @Test
    void where_nobody_follows_revocations_every_delegation_counts_as_taken_back() {
        CallerKeys root = _ -> new CallerKeys.Standing.Speaks(
                new CallerKeys.Speaker("jis:root", Origin.INTERNAL), ROOT.verifyingKey());
        assertThat(Delegations.open(List.of(Delegations.signed(plain(), ROOT)), root)
                        .getFirst()
                        .takenBack())
                .contains("whether it was taken back is not known here");
    }

    @Test
    void a_chain_comes_back_from_its_line_and_any_other_line_is_malformed() {
        var chain = new DelegationChain(List.of(Delegations.signed(plain(), ROOT)));
        String line = Delegations.text(chain);
        assertThat(line).startsWith("airlock-delegation-v1.").doesNotContain("=", "\n");
        assertThat(Delegations.read("  " + line + "\n")).isEqualTo(new Good<>(chain));
        for (String bad : List.of(
                "",
                "airlock-delegation-v1.",
                "airlock-delegation-v1.!!!",
                line.substring(1),
                line.substring(0, line.length() - 8),
                line + line,
                "airlock-delegation-v1." + "A".repeat(1 << 17))) {
            assertThat(Delegations.read(bad)).as(bad.length() + " characters").isInstanceOf(Malformed.class);
        }
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
                .hasMessageContaining("subject has 0 characters");
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
