package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Effective;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrderCheckTest {
    private static final Instant NOW = Instant.parse("2026-05-29T14:00:00Z");
    private static final Orders ORDER = Orders.of("s", "i", "print(1)", NOW);
    private static final Effective NORMAL = posture(PostureLevel.NORMAL_ZERO_TRUST);
    private static final Effective HARD = posture(PostureLevel.HARD_QUARANTINE);

    private static Effective posture(PostureLevel level) {
        boolean normal = level == PostureLevel.NORMAL_ZERO_TRUST;
        return new Effective(
                level,
                Switches.of(level),
                Cause.OPERATOR,
                RuntimeMode.EMBEDDED_ONLINE,
                normal ? ExternalInbound.ALLOW_IF_IDENTITY_BOUND : ExternalInbound.DENY,
                ExecutionPolicy.ALLOW_THROUGH_AIRLOCK,
                "posture-1",
                "verdict-1",
                "a test",
                true);
    }

    private static Delivery delivery(Orders orders) {
        return delivery(orders.order(), orders.asIntent());
    }

    private static Delivery delivery(Order order, Intent intent) {
        return new Delivery(
                order,
                new Contents.Opened(
                        intent,
                        order.intentHash(),
                        order.payloadHash(),
                        Optional.of(Orders.CALLER.id().value())));
    }

    private static Optional<Refusal> check(Delivery delivery) {
        return OrderCheck.refusal(delivery, NORMAL, NOW);
    }

    private static void refused(Delivery delivery, RefusalKind kind, String rule) {
        assertThat(check(delivery)).hasValueSatisfying(refusal -> {
            assertThat(refusal.kind()).isEqualTo(kind);
            assertThat(refusal.rule()).isEqualTo(rule);
        });
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void what_the_gateway_ordered_rightly_may_run(Origin origin) {
        assertThat(check(delivery(ORDER.origin(origin)))).isEmpty();
    }

    @Test
    void what_cannot_be_read_or_is_forged_is_refused() {
        refused(new Delivery(ORDER.order(), new Contents.Unreadable("garbage")), RefusalKind.MALFORMED, "envelope");
        refused(new Delivery(ORDER.order(), new Contents.Forged("by another")), RefusalKind.IDENTITY, "signature");
    }

    @Test
    void hashes_and_names_of_order_and_record_must_be_equal() {
        Order order = ORDER.order();
        Intent intent = ORDER.asIntent();
        refused(opened(intent, "sha256:other", order.payloadHash()), RefusalKind.GRANT, "order");
        refused(opened(intent, order.intentHash(), "sha256:other"), RefusalKind.GRANT, "order");
        refused(delivery(order, Orders.of("other", "i", "print(1)", NOW).asIntent()), RefusalKind.GRANT, "order");
        refused(delivery(order, Orders.of("s", "other", "print(1)", NOW).asIntent()), RefusalKind.GRANT, "order");
    }

    /** The intent of {@link #ORDER} as its caller would have signed it with these wishes. */
    private static Intent asking(Backend backend, int timeoutMillis, int memoryMib) {
        Intent plain = ORDER.asIntent();
        return new Intent(
                plain.id(),
                plain.session(),
                plain.intent(),
                plain.fromAint(),
                plain.origin(),
                plain.lane(),
                plain.node(),
                plain.payload(),
                timeoutMillis,
                memoryMib,
                backend,
                plain.createdAt(),
                plain.nonce());
    }

    @ParameterizedTest
    @CsvSource({
        "MICROVM, SIMULATION, false",
        "MICROVM, CONTAINER, false",
        "MICROVM, ANY, false",
        "MICROVM, MICROVM, true",
        "ANY, SIMULATION, false",
        "ANY, UNKNOWN, false",
        "ANY, MICROVM, true",
        "ANY, CONTAINER, true",
        "SIMULATION, SIMULATION, true",
        "SIMULATION, MICROVM, false",
    })
    void an_order_for_a_backend_that_its_caller_did_not_ask_for_is_refused(
            Backend asked, Backend ordered, boolean runs) {
        Delivery delivery = delivery(ORDER.backend(ordered).order(), asking(asked, 0, 0));
        if (runs) {
            assertThat(check(delivery)).isEmpty();
        } else {
            refused(delivery, RefusalKind.GRANT, "order");
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, true", "1000, 1001, false", "1000, 1, true", "0, 300000, true"})
    void an_order_for_longer_than_its_caller_asked_for_is_refused(int asked, int ordered, boolean runs) {
        Delivery delivery = delivery(ORDER.deadline(ordered).order(), asking(Backend.ANY, asked, 0));
        if (runs) {
            assertThat(check(delivery)).isEmpty();
        } else {
            refused(delivery, RefusalKind.GRANT, "order");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "32, 32, true",
        "33, 64, true",
        "32, 64, false",
        "64, 128, false",
        "0, 256, true",
        "0, 512, false",
        "512, 512, false",
    })
    void an_order_for_more_memory_than_its_caller_asked_for_or_the_route_allows_is_refused(
            int asked, int ordered, boolean runs) {
        Delivery delivery = delivery(ORDER.memory(ordered).order(), asking(Backend.ANY, 0, asked));
        if (runs) {
            assertThat(check(delivery)).isEmpty();
        } else {
            refused(delivery, RefusalKind.GRANT, "order");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "code:execute, airlock-python:latest, 256, shell",
        "code:execute, airlock-python:latest, 512, code-execute",
        "code:execute, airlock-shell:latest, 256, code-execute",
        "shell:*, airlock-shell:latest, 128, shell",
    })
    void an_order_by_another_route_than_its_intents_is_refused(
            String route, String image, int memoryMib, String policy) {
        RouteTaken taken = new RouteTaken(route, image, "python-safe-boot", memoryMib, policy);
        refused(delivery(along(ORDER.order(), taken), ORDER.asIntent()), RefusalKind.GRANT, "order");
    }

    private static Order along(Order order, RouteTaken route) {
        return new Order(
                order.session(),
                order.intentId(),
                order.intent(),
                order.fromAint(),
                order.envelope(),
                order.intentHash(),
                order.payloadHash(),
                order.origin(),
                order.principal(),
                route,
                order.backend(),
                order.deadlineMillis(),
                order.memoryMib(),
                order.outputBytesMax(),
                order.grant(),
                order.createdAt(),
                order.screenedAt());
    }

    private static Delivery opened(Intent intent, String intentHash, String payloadHash) {
        return new Delivery(
                ORDER.order(),
                new Contents.Opened(
                        intent,
                        intentHash,
                        payloadHash,
                        Optional.of(Orders.CALLER.id().value())));
    }

    @Test
    void an_intent_of_another_lane_is_refused() {
        refused(delivery(ORDER.lane(Lane.FAST)), RefusalKind.MALFORMED, "lane");
        refused(delivery(ORDER.lane(Lane.UNKNOWN)), RefusalKind.MALFORMED, "lane");
    }

    @Test
    void an_intent_of_the_bus_is_refused_on_the_fast_lane() {
        Delivery bus = delivery(ORDER);
        refused(new Delivery(bus.order(), bus.contents(), Entrance.fast("node-1")), RefusalKind.MALFORMED, "lane");
    }

    @Test
    void an_order_may_lower_the_origin_and_not_raise_it() {
        Intent local = ORDER.asIntent();
        refused(delivery(ORDER.origin(Origin.OPERATOR).order(), local), RefusalKind.IDENTITY, "origin");
        assertThat(check(delivery(ORDER.origin(Origin.EXTERNAL_AI).order(), local)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, false", "1, false"})
    void a_grant_counts_until_the_moment_it_expires(int nanosAfter, boolean runs) {
        Instant at = NOW.plusSeconds(300).plusNanos(nanosAfter);
        assertThat(OrderCheck.refusal(delivery(ORDER), NORMAL, at).isEmpty()).isEqualTo(runs);
    }

    @Test
    void a_posture_that_forbids_it_now_counts_whatever_the_gateway_saw() {
        assertThat(OrderCheck.refusal(delivery(ORDER.origin(Origin.EXTERNAL_AI)), HARD, NOW))
                .hasValueSatisfying(refusal -> assertThat(refusal.kind()).isEqualTo(RefusalKind.POSTURE));
    }

    @ParameterizedTest
    @CsvSource({"EXTERNAL_AI, true", "EXTERNAL, true", "INTERNAL, false", "LOCAL, false", "OPERATOR, false"})
    void isolation_ends_the_runs_from_outside_and_no_others(Origin origin, boolean ends) {
        assertThat(OrderCheck.interruption(origin, HARD).isPresent()).isEqualTo(ends);
        assertThat(OrderCheck.interruption(origin, NORMAL)).isEmpty();
    }

    @Test
    void a_quarantine_lets_what_has_begun_go_on() {
        assertThat(OrderCheck.interruption(Origin.EXTERNAL_AI, posture(PostureLevel.QUARANTINE_EXTERNAL_AI)))
                .isEmpty();
    }

    @Test
    void an_interruption_names_switch_posture_and_verdict() {
        assertThat(OrderCheck.interruption(Origin.EXTERNAL_AI, HARD).orElseThrow())
                .startsWith("isolate_session came on during the run: posture hard_quarantine " + HARD.postureId()
                        + " by verdict " + HARD.verdictId());
    }

    private static Order approved(Order order, Optional<String> approvalId) {
        Grant grant = order.grant();
        return new Order(
                order.session(),
                order.intentId(),
                order.intent(),
                order.fromAint(),
                order.envelope(),
                order.intentHash(),
                order.payloadHash(),
                order.origin(),
                order.principal(),
                order.route(),
                order.backend(),
                order.deadlineMillis(),
                order.memoryMib(),
                order.outputBytesMax(),
                new Grant(
                        grant.grantId(),
                        grant.postureId(),
                        grant.verdictId(),
                        grant.posture(),
                        grant.issuedAt(),
                        grant.expiresAt(),
                        grant.policyVersion(),
                        grant.policies(),
                        approvalId),
                order.createdAt(),
                order.screenedAt());
    }

    private static Effective only(ExecutionPolicy policy, String verdictId) {
        return new Effective(
                PostureLevel.HARD_QUARANTINE,
                Switches.of(PostureLevel.HARD_QUARANTINE),
                Cause.OPERATOR,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.DENY,
                policy,
                "posture-2",
                verdictId,
                "a test",
                true);
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL,    LOCAL_OR_OPERATOR_APPROVED_ONLY, verdict-1, a-1, ''",
        "INTERNAL,    LOCAL_OR_OPERATOR_APPROVED_ONLY, verdict-2, a-1, execution_policy",
        "INTERNAL,    LOCAL_OR_OPERATOR_APPROVED_ONLY, verdict-1, '',  execution_policy",
        "INTERNAL,    DENY,                            verdict-1, a-1, execution_policy",
        "EXTERNAL,    LOCAL_OR_OPERATOR_APPROVED_ONLY, verdict-1, a-1, drop_external_traffic",
        "EXTERNAL_AI, LOCAL_OR_OPERATOR_APPROVED_ONLY, verdict-1, a-1, drop_external_traffic",
        "LOCAL,       LOCAL_OR_OPERATOR_APPROVED_ONLY, verdict-2, '',  ''",
    })
    void an_approved_order_runs_under_its_verdict_and_under_no_other(
            Origin origin, ExecutionPolicy policy, String verdictId, String approval, String rule) {
        Orders orders = ORDER.origin(origin);
        Order order = approved(orders.order(), Optional.of(approval).filter(id -> !id.isEmpty()));
        assertThat(OrderCheck.refusal(delivery(order, orders.asIntent()), only(policy, verdictId), NOW)
                        .map(Refusal::rule)
                        .orElse(""))
                .isEqualTo(rule);
    }
}
