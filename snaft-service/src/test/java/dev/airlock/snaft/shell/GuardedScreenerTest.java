package dev.airlock.snaft.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.risk.RiskWords;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.scan.PayloadScan;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.decide.RuleBook;
import dev.airlock.snaft.decide.Screener;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GuardedScreenerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<String> fingerprint = new AtomicReference<>("as reviewed");
    private final GuardedScreener screener = screener(RuleBook.STANDARD);

    private GuardedScreener screener(RuleBook rules) {
        return new GuardedScreener(
                new Screener(Routes.load(), rules, RiskWords.load(), PayloadScan.load()),
                fingerprint::get,
                "as reviewed",
                NOW);
    }

    @Test
    void the_reviewed_fingerprint_is_that_of_the_standing_rules() {
        assertThat(RuleFingerprint.of(RuleBook.STANDARD))
                .as("after a review of snaft/rules.json put this into snaft/rules.sha256")
                .isEqualTo(RuleFingerprint.reviewed());
    }

    @Test
    void other_rules_have_another_fingerprint() {
        assertThat(RuleFingerprint.of(new RuleBook(List.of()))).isNotEqualTo(RuleFingerprint.reviewed());
    }

    @Test
    void a_mismatch_at_the_start_refuses_who_comes_from_outside_and_lets_operators_work() {
        fingerprint.set("tampered with");
        GuardedScreener started = screener(RuleBook.STANDARD);
        fingerprint.set("as reviewed");
        assertThat(refusal(started, Origin.EXTERNAL_AI, NOW)).hasValue("INTEGRITY_VIOLATION");
        assertThat(refusal(started, Origin.EXTERNAL, NOW)).hasValue("INTEGRITY_VIOLATION");
        assertThat(refusal(started, Origin.OPERATOR, NOW)).isEmpty();
    }

    @Test
    void a_mismatch_later_is_seen_within_the_interval_and_is_never_taken_back() {
        assertThat(refusal(Origin.EXTERNAL_AI, NOW)).isEmpty();
        fingerprint.set("tampered with");
        assertThat(refusal(Origin.EXTERNAL_AI, NOW.plus(GuardedScreener.BETWEEN)))
                .isEmpty();
        Instant later = NOW.plus(GuardedScreener.BETWEEN).plusMillis(1);
        assertThat(refusal(Origin.EXTERNAL_AI, later)).hasValue("INTEGRITY_VIOLATION");
        fingerprint.set("as reviewed");
        assertThat(refusal(Origin.EXTERNAL_AI, later.plusSeconds(3600))).hasValue("INTEGRITY_VIOLATION");
    }

    @Test
    void a_clock_that_is_put_back_does_not_put_the_check_off() {
        assertThat(refusal(Origin.EXTERNAL_AI, NOW)).isEmpty();
        fingerprint.set("tampered with");
        assertThat(refusal(Origin.EXTERNAL_AI, NOW.minusSeconds(86_400))).hasValue("INTEGRITY_VIOLATION");
    }

    @Test
    void a_defect_is_the_refusal_of_the_intent_that_met_it_and_of_no_other() {
        for (Throwable defect : List.of(new IllegalStateException("planted"), new StackOverflowError("planted"))) {
            assertThat(screener.screen(facts(Origin.OPERATOR), _ -> thrown(defect), NOW)
                            .refusal())
                    .map(Refusal::rule)
                    .hasValue("screening_defect");
        }
        assertThat(refusal(Origin.OPERATOR, NOW)).isEmpty();
    }

    @Test
    void a_defect_of_the_reading_is_the_refusal_of_its_intent_too_and_names_its_caller() {
        Intent intent = facts(Origin.OPERATOR).intent();
        var caller = new Intents.Caller.Known(
                new CallerKeys.Speaker("op", Origin.OPERATOR),
                SigningKey.generate(new SecureRandom()).id());
        Intents.Opened opened = Intents.vouched(intent, Intents.body(intent), caller);
        for (Throwable defect : List.of(new IllegalStateException("planted"), new StackOverflowError("planted"))) {
            var failing = new GuardedScreener(
                    new Screener(Routes.load(), RuleBook.STANDARD, RiskWords.load(), PayloadScan.load()),
                    fingerprint::get,
                    "as reviewed",
                    (_, _, _, _) -> {
                        thrown(defect);
                        throw new AssertionError("it did not fail");
                    },
                    NOW);
            Screening said = failing.screen(
                    opened,
                    Bytes.of(Intents.body(intent)),
                    new GuardedScreener.Came(Entrance.BUS, NOW),
                    _ -> Circumstances.NONE,
                    NOW);
            assertThat(said.refusal()).map(Refusal::rule).hasValue("screening_defect");
            assertThat(said.principal()).isEqualTo("op");
            assertThat(said.intentHash()).isEqualTo(opened.intentHash());
        }
    }

    private static Circumstances thrown(Throwable defect) {
        if (defect instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) defect;
    }

    private Optional<String> refusal(Origin origin, Instant now) {
        return refusal(screener, origin, now);
    }

    private static Optional<String> refusal(GuardedScreener by, Origin origin, Instant now) {
        return by.screen(facts(origin), now).refusal().map(Refusal::rule);
    }

    private static Facts facts(Origin origin) {
        Intent intent = new Intent(
                "i",
                "s",
                "code:execute",
                "a",
                origin,
                Lane.BUS,
                "",
                Bytes.of(new byte[] {'1'}),
                0,
                0,
                Backend.ANY,
                NOW,
                "n");
        return new Facts(
                intent,
                new Caller.Known("op", Origin.OPERATOR),
                Bytes.EMPTY,
                "sha256:i",
                "sha256:p",
                "1",
                Entrance.BUS,
                intent.createdAt());
    }
}
