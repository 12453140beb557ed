package dev.airlock.snaft.decide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Acting;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Link;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.risk.RiskWords;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.scan.PayloadScan;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Intents on somebody's behalf: what the delegation lets, and nothing else. */
class OnBehalfTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String LEAD = "key-of-the-lead";
    private static final String CRAWLER = "key-of-the-crawler";
    private static final Screener SCREENER =
            new Screener(Routes.load(), RuleBook.STANDARD, RiskWords.load(), PayloadScan.load());

    private static Link link(Origin ceiling, Origin issuer, Duration lives, Optional<String> takenBack) {
        var said = new Delegation(
                Optional.empty(),
                LEAD,
                CRAWLER,
                new Rights(List.of("code:execute"), 256, 5_000, ceiling),
                NOW.plus(lives),
                1,
                0,
                "0".repeat(16));
        return new Link(
                Hashes.sha256(new byte[] {1}), said, new Link.Issuer.Signed("jis:acme:lead", issuer), takenBack);
    }

    private static Link good() {
        return link(Origin.INTERNAL, Origin.INTERNAL, Duration.ofHours(1), Optional.empty());
    }

    private static Intent intent(String name, int timeoutMillis, int memoryMib) {
        return new Intent(
                "i",
                "s",
                name,
                "agent.aint",
                Origin.OPERATOR,
                Lane.BUS,
                "",
                Bytes.of("print(1)".getBytes(UTF_8)),
                timeoutMillis,
                memoryMib,
                Backend.ANY,
                NOW,
                "nonce");
    }

    private static Screening screen(Intent intent, Caller caller, Optional<String> key, Link link) {
        var facts = new Facts(
                intent,
                caller,
                Bytes.EMPTY,
                "sha256:i",
                "sha256:p",
                "print(1)",
                Entrance.BUS,
                new Acting(key, List.of(link)),
                NOW);
        return SCREENER.screen(facts, NOW);
    }

    private static Screening byCrawler(Origin own, Intent intent, Link link) {
        return screen(intent, new Caller.Known("jis:acme:crawler", own), Optional.of(CRAWLER), link);
    }

    private static void assertRefused(Screening screening, String why) {
        assertThat(screening.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.kind()).isEqualTo(RefusalKind.IDENTITY);
            assertThat(refusal.rule()).isEqualTo("delegation");
            assertThat(refusal.text()).contains(why);
        });
        assertThat(screening.onBehalfOf())
                .as("nobody is named whose word does not count here")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "LOCAL, INTERNAL, INTERNAL",
        "OPERATOR, INTERNAL, INTERNAL",
        "EXTERNAL, INTERNAL, EXTERNAL",
        "EXTERNAL_AI, INTERNAL, EXTERNAL_AI",
        "LOCAL, EXTERNAL, EXTERNAL"
    })
    void who_acts_for_another_counts_as_the_lower_of_what_he_is_and_what_was_delegated(
            Origin own, Origin ceiling, Origin effective) {
        Link link = link(ceiling, Origin.OPERATOR, Duration.ofHours(1), Optional.empty());
        Screening screening = byCrawler(own, intent("code:execute", 5_000, 64), link);
        assertThat(screening.refusal()).isEmpty();
        assertThat(screening.origin()).isEqualTo(effective);
        assertThat(screening.principal()).isEqualTo("jis:acme:crawler");
        assertThat(screening.onBehalfOf()).containsExactly("jis:acme:lead");
    }

    @Test
    void more_than_was_delegated_is_refused_in_every_direction() {
        assertRefused(byCrawler(Origin.INTERNAL, intent("shell:echo", 5_000, 64), good()), "is not delegated");
        assertRefused(byCrawler(Origin.INTERNAL, intent("code:execute", 5_001, 64), good()), "more than is delegated");
        assertRefused(byCrawler(Origin.INTERNAL, intent("code:execute", 5_000, 257), good()), "more than is delegated");
    }

    @Test
    void what_says_no_time_cannot_be_held_to_one_and_is_refused_with_the_fix() {
        assertRefused(
                byCrawler(Origin.INTERNAL, intent("code:execute", 0, 64), good()), "give timeout_millis, at most 5000");
    }

    @Test
    void an_expired_delegation_and_one_that_was_taken_back_are_refused() {
        Intent intent = intent("code:execute", 1_000, 64);
        assertRefused(
                byCrawler(
                        Origin.INTERNAL,
                        intent,
                        link(Origin.INTERNAL, Origin.INTERNAL, Duration.ZERO, Optional.empty())),
                "expired");
        assertRefused(
                byCrawler(
                        Origin.INTERNAL,
                        intent,
                        link(Origin.INTERNAL, Origin.INTERNAL, Duration.ofHours(1), Optional.of("it was taken back"))),
                "it was taken back");
    }

    @Test
    void who_found_a_delegation_that_is_not_his_is_refused_and_so_is_whoever_did_not_sign() {
        Intent intent = intent("code:execute", 1_000, 64);
        assertRefused(
                screen(
                        intent,
                        new Caller.Known("jis:acme:thief", Origin.INTERNAL),
                        Optional.of("key-of-a-thief"),
                        good()),
                "and not for key-of-a-thief");
        assertRefused(screen(intent, new Caller.Anonymous(), Optional.empty(), good()), "sign the intent");
    }

    @Test
    void nobody_delegates_a_class_that_he_has_not() {
        assertRefused(
                byCrawler(
                        Origin.LOCAL,
                        intent("code:execute", 1_000, 64),
                        link(Origin.LOCAL, Origin.EXTERNAL, Duration.ofHours(1), Optional.empty())),
                "gives LOCAL, and jis:acme:lead is EXTERNAL");
    }

    @Test
    void what_rests_on_no_delegation_is_its_callers_own() {
        var facts = new Facts(
                intent("code:execute", 0, 0),
                new Caller.Known("jis:acme:crawler", Origin.INTERNAL),
                Bytes.EMPTY,
                "sha256:i",
                "sha256:p",
                "print(1)",
                Entrance.BUS,
                NOW);
        Screening screening = SCREENER.screen(facts, NOW);
        assertThat(screening.refusal().map(Refusal::rule)).isEmpty();
        assertThat(screening.onBehalfOf()).isEmpty();
    }
}
