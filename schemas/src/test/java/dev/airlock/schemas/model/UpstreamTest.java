package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token, a screening or a dead letter would refuse must be refused, or made fit, where it first comes in. */
class UpstreamTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HASH = "sha256:" + "0".repeat(64);
    private static final String CONTROLS = "rm\n\u001b[2J\ud800 " + "x".repeat(9000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1999-12-31T23:59:59.999999Z",
                "+10000-01-01T00:00:00Z",
                "+294247-01-10T04:00:54.775807Z"
            })
    void an_intent_of_a_time_that_no_token_can_say_is_no_intent(String time) {
        assertThatIllegalArgumentException().isThrownBy(() -> intent(Instant.parse(time), "node"));
        assertThatIllegalArgumentException().isThrownBy(() -> screening(HASH, "me", Instant.parse(time)));
        assertThatIllegalArgumentException().isThrownBy(() -> verdict(Instant.parse(time), Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> verdict(NOW, Optional.of(Instant.parse(time))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lease("fleet", "p", 0, NOW.minus(1, ChronoUnit.DAYS), Instant.parse(time)));
    }

    @Test
    void a_verdict_of_the_largest_instant_cannot_reach_the_arithmetic_of_the_encoder() {
        assertThatIllegalArgumentException().isThrownBy(() -> verdict(Instant.MAX, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "sha256:AB", "md5:0"})
    void a_hash_that_no_token_can_hold_is_in_no_order(String hash) {
        assertThatIllegalArgumentException().isThrownBy(() -> order(hash));
    }

    @Test
    void a_holder_with_a_name_of_two_words_can_be_a_principal() {
        var holder = new KeyRing.Holder(KeyRole.OPERATOR, "Jan de Vries");
        assertThat(screening(HASH, holder.name(), NOW).principal()).isEqualTo("Jan de Vries");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a\nb", "\u001b[2J"})
    void a_holder_whose_name_could_be_no_principal_is_on_no_ring(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyRing.Holder(KeyRole.LOCAL, name));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyRing.Holder(KeyRole.LOCAL, "x".repeat(129)));
    }

    @Test
    void no_wording_makes_a_refusal_a_hit_or_a_dead_letter_fail() {
        for (String text : List.of(CONTROLS, "", "\n")) {
            assertFit(new Refusal(RefusalKind.RULE, "R-1", text).text());
            assertFit(new RuleHit("R-1", text).text());
            assertFit(new DeadLetter("intents", 0, 0, Bytes.EMPTY, Bytes.EMPTY, text, "snaft", NOW).reason());
        }
    }

    @Test
    void a_record_that_was_compressed_beyond_every_limit_still_fits_the_dead_letters() {
        Bytes bomb = Bytes.of(new byte[32 << 20]);
        var letter = new DeadLetter("intents", 0, 0, bomb, bomb, CONTROLS, "snaft", NOW);
        assertThat(Codecs.DEAD_LETTER.encode(letter)).hasSizeLessThan(Topic.DEADLETTERS.maxMessageBytes() - 4096);
    }

    @Test
    void what_a_decoder_says_of_a_strangers_bytes_fits_a_dead_letter() {
        assertThat(new Malformed<>(CONTROLS).reason()).hasSize(500).doesNotContain("\n", "\u001b");
        assertThat(Codecs.EVENT.decode(new byte[0])).isInstanceOf(Malformed.class);
    }

    @Test
    void the_name_of_a_node_is_one_line() {
        assertThat(intent(NOW, "").node()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> intent(NOW, "a\nb"));
    }

    private static void assertFit(String text) {
        assertThat(text).isNotBlank().hasSizeLessThanOrEqualTo(4096);
        assertThat(text.codePoints().allMatch(Line::isPrintable)).isTrue();
    }

    private static Intent intent(Instant createdAt, String node) {
        return new Intent(
                "i",
                "s",
                "code:execute",
                "a",
                Origin.LOCAL,
                Lane.BUS,
                node,
                Bytes.EMPTY,
                0,
                0,
                Backend.ANY,
                createdAt,
                "n");
    }

    private static Screening screening(String hash, String principal, Instant createdAt) {
        return new Screening(
                "s",
                "i",
                "code:execute",
                "a",
                Bytes.EMPTY,
                hash,
                HASH,
                Origin.LOCAL,
                principal,
                true,
                Backend.ANY,
                0,
                0,
                Optional.empty(),
                List.of(),
                Optional.of(new Refusal(RefusalKind.RULE, "R", "no")),
                createdAt,
                NOW,
                Risk.SENSITIVE,
                50);
    }

    private static Order order(String hash) {
        var route = new RouteTaken("code:execute", "image", "snapshot", 64, "code-execute");
        var grant = new Grant("g", "p", "v", PostureLevel.NORMAL_ZERO_TRUST, NOW, NOW.plusSeconds(1));
        return new Order(
                "s",
                "i",
                "code:execute",
                "a",
                Bytes.EMPTY,
                hash,
                HASH,
                Origin.LOCAL,
                "me",
                route,
                Backend.ANY,
                1,
                1,
                0,
                grant,
                NOW,
                NOW);
    }

    private static Verdict verdict(Instant timestamp, Optional<Instant> expiresAt) {
        return new Verdict(
                Verdict.KIND,
                "v",
                timestamp,
                "jis:e",
                RuntimeMode.OFFLINE,
                RustAirlock.OFFLINE,
                TrustKernel.OFFLINE,
                PythonFallback.DISABLED,
                ExternalInbound.DENY,
                ExecutionPolicy.DENY,
                PostureLevel.HARD_QUARANTINE,
                "why",
                Optional.empty(),
                expiresAt,
                Optional.empty());
    }
}
