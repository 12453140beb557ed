package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.shell.PolicyHistory;
import dev.airlock.gateway.shell.Retrial;
import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.decide.Redecision;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.PastDecision.Word;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.shell.PostureFile;
import dev.airlock.ledger.audit.shell.Scratch;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Whom;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a gateway that did not decide by its own rules cannot hide from an audit. */
class GatewayAgainTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final String HASH = "sha256:" + "0".repeat(64);

    private static PostureHistory postures() {
        // a few postures never touch the disk
        var postures = new PostureHistory(new PostureFile(new Scratch(Path.of("unused"))));
        postures.replay(
                new Posture(
                        "posture-1",
                        Posture.FLEET,
                        1,
                        PostureLevel.NORMAL_ZERO_TRUST,
                        Switches.of(PostureLevel.NORMAL_ZERO_TRUST),
                        Cause.RUNTIME,
                        RuntimeMode.EMBEDDED_ONLINE,
                        ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                        ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                        "verdict-1",
                        "jis:airlock:observer",
                        "a healthy runtime",
                        Optional.empty(),
                        List.of(),
                        AT.minusSeconds(600)),
                AT.minusSeconds(600));
        postures.seal();
        return postures;
    }

    private static PastDecision past(Instant at, Word word) {
        return new PastDecision(
                RecordPlace.token(0, 0),
                Optional.empty(),
                new IntentKey("session-1", "intent-1"),
                HASH,
                "posture-1",
                at,
                AT,
                word);
    }

    private static Again again(Origin origin, boolean bound, Word word) throws Exception {
        PostureHistory postures = postures();
        Screening screening = screening(origin, bound);
        PastDecision past = past(AT, word);
        return GatewayAgain.of(new PolicyHistory(List.of()), Retrial.withoutApprovals())
                .decide(
                        screening,
                        past,
                        postures.bound("posture-1", AT, new Whom(screening.principal(), screening.session())),
                        _ -> false);
    }

    private static Screening screening(Origin origin, boolean bound) {
        return new Screening(
                "session-1",
                "intent-1",
                "code:execute",
                "agent.aint",
                Bytes.EMPTY,
                HASH,
                HASH,
                origin,
                bound ? "local" : "anonymous",
                bound,
                Backend.ANY,
                0,
                64,
                Optional.of(route()),
                List.of(),
                Optional.empty(),
                AT,
                AT,
                Risk.BENIGN,
                100);
    }

    private static RouteTaken route() {
        return new RouteTaken("code:execute", "airlock-python:latest", "python-safe-boot", 256, "code-execute");
    }

    private static Word.Admitted admitted(Origin origin) {
        return admitted(origin, AT, AT.plusSeconds(300));
    }

    private static Word.Admitted admitted(Origin origin, Instant from, Instant until) {
        return new Word.Admitted(new Order(
                "session-1",
                "intent-1",
                "code:execute",
                "agent.aint",
                Bytes.EMPTY,
                HASH,
                HASH,
                origin,
                "local",
                route(),
                Backend.ANY,
                10_000,
                64,
                65_536,
                new Grant("grant-1", "posture-1", "verdict-1", PostureLevel.NORMAL_ZERO_TRUST, from, until),
                AT,
                AT));
    }

    @Test
    void an_admission_that_the_rules_refuse_differs() throws Exception {
        assertThat(again(Origin.EXTERNAL_AI, false, admitted(Origin.EXTERNAL_AI)))
                .isInstanceOfSatisfying(Again.Differs.class, differs -> assertThat(differs.text())
                        .startsWith("it was admitted, and is refused when it is decided again: "));
    }

    @Test
    void a_refusal_that_the_rules_admit_differs_and_so_does_one_for_another_reason() throws Exception {
        assertThat(again(Origin.LOCAL, true, new Word.Refused(RefusalKind.POLICY, "no policy permits it")))
                .isInstanceOfSatisfying(Again.Differs.class, differs -> assertThat(differs.text())
                        .startsWith("it was refused, and is admitted when it is decided again"));
        assertThat(again(Origin.EXTERNAL_AI, false, new Word.Refused(RefusalKind.GRANT, "a made up reason")))
                .isInstanceOfSatisfying(Again.Differs.class, differs -> assertThat(differs.text())
                        .contains("GRANT", "IDENTITY"));
    }

    @Test
    void a_grant_that_names_other_policies_than_permit_it_differs() throws Exception {
        assertThat(again(Origin.LOCAL, true, admitted(Origin.LOCAL)))
                .isInstanceOfSatisfying(Again.Differs.class, differs -> assertThat(differs.text())
                        .startsWith("its grant was "));
    }

    @Test
    void the_same_refusal_agrees_and_what_hung_on_the_moment_is_not_guessed_at() throws Exception {
        assertThat(again(Origin.EXTERNAL_AI, false, new Word.Refused(RefusalKind.IDENTITY, "no trusted key")))
                .isEqualTo(new Again.Agrees());
        assertThat(again(Origin.LOCAL, true, new Word.Refused(RefusalKind.CAPACITY, "full")))
                .isInstanceOf(Again.Untold.class);
    }

    /** What a signer may write, and no gateway has decided: each is a record that can be read. */
    static Stream<PastDecision> impossible() {
        Instant end = Instant.parse("9999-12-31T23:59:59.999999Z");
        return Stream.of(
                past(AT, admitted(Origin.LOCAL, AT, end)),
                past(AT, admitted(Origin.LOCAL, AT, AT.plusNanos(1_000))),
                past(end.minusNanos(1_000), admitted(Origin.LOCAL, end.minusNanos(1_000), end)),
                past(end, new Word.Refused(RefusalKind.POLICY, "no policy permits it")),
                past(end.minusSeconds(30), new Word.Refused(RefusalKind.POLICY, "no policy permits it")));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void times_and_spans_that_no_gateway_can_count_with_are_findings_and_the_audit_goes_on(PastDecision past)
            throws Exception {
        List<AuditFinding> findings = new ArrayList<>();
        var again = new Redecision(
                postures(),
                GatewayAgain.of(new PolicyHistory(List.of()), Retrial.withoutApprovals()),
                (_, _) -> false,
                new Redecision.Held(AT.minusSeconds(600), AT.minusSeconds(600)),
                findings::add);
        switch (past.word()) {
            case Word.Admitted _ -> again.order(past);
            case Word.Refused _ -> again.refused(past);
        }
        again.screening(screening(Origin.LOCAL, true));
        assertThat(again.finish().disagreed()).isEqualTo(1);
        assertThat(findings)
                .filteredOn(finding -> finding.kind() == FindingKind.UNDECIDABLE)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.place()).isEqualTo(past.place());
                    assertThat(finding.text()).contains("session-1/intent-1 cannot be decided again: ");
                });
    }
}
