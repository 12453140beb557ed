package dev.airlock.gateway.decide;

import static dev.airlock.gateway.Samples.LIMITS;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.ROUTE;
import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.effective;
import static dev.airlock.gateway.Samples.stale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.PolicySamples;
import dev.airlock.authorisation.shell.Memo;
import dev.airlock.gateway.Samples.Ask;
import dev.airlock.gateway.model.Decision;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Approach;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Precheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every screening under every posture; all of their kinds are tried. */
class GateProperties {
    private static final Refusal BY_SNAFT = new Refusal(RefusalKind.RULE, "DESTRUCT-001", "no");
    private static final int TIME_MAX = Math.toIntExact(LIMITS.timeoutMax().toMillis());
    private static final Gate GATE = new Gate(LIMITS, Lane.BUS, new Memo(PolicySamples.own()));

    private static List<Effective> postures() {
        List<Effective> postures = new ArrayList<>(List.of(stale()));
        Stream.of(PostureLevel.values()).forEach(level -> postures.add(effective(level)));
        return postures;
    }

    private static List<Ask> asks() {
        List<Ask> asks = new ArrayList<>();
        for (Origin origin : Origin.values()) {
            for (Backend backend : Backend.values()) {
                for (int millis : new int[] {0, 1, TIME_MAX, TIME_MAX + 1}) {
                    for (int mib : new int[] {0, 1, 33, ROUTE.memoryMib(), ROUTE.memoryMib() + 1}) {
                        Ask one = ask().by(origin).on(backend).within(millis, mib);
                        asks.addAll(List.of(one, one.unbound(), one.refused(BY_SNAFT)));
                    }
                }
            }
        }
        return asks;
    }

    private static void always(BiConsumer<Effective, Screening> law) {
        for (Effective posture : postures()) {
            asks().forEach(one -> law.accept(posture, one.screening()));
        }
    }

    private static Optional<Order> admitted(Effective posture, Screening screening) {
        return GATE.decide(posture, screening, NOW) instanceof Decision.Admit(Order order)
                ? Optional.of(order)
                : Optional.empty();
    }

    @Test
    void what_snaft_or_the_posture_refuses_is_refused_in_their_words() {
        always((posture, screening) -> {
            Approach approach = Approach.sandboxed(screening.origin(), screening.identityBound(), screening.intent());
            Optional<Refusal> first = screening.refusal().or(() -> Precheck.refusal(posture, approach));
            first.ifPresent(refusal ->
                    assertThat(GATE.decide(posture, screening, NOW)).isEqualTo(new Decision.Refuse(refusal)));
        });
    }

    @Test
    void whoever_is_external_comes_in_with_a_key_under_an_open_posture_and_not_to_the_simulation() {
        always((posture, screening) -> {
            boolean external = screening.origin() == Origin.EXTERNAL_AI || screening.origin() == Origin.EXTERNAL;
            if (external && admitted(posture, screening).isPresent()) {
                assertThat(posture.fresh()).isTrue();
                assertThat(screening.identityBound()).isTrue();
                assertThat(screening.backend()).isIn(Backend.ANY, Backend.MICROVM, Backend.CONTAINER);
            }
        });
    }

    @Test
    void an_order_is_within_its_limits_and_its_grant_names_the_posture_and_ends() {
        List<Order> orders = new ArrayList<>();
        always((posture, screening) -> admitted(posture, screening).ifPresent(order -> {
            orders.add(order);
            assertThat(order.deadlineMillis()).isBetween(1, TIME_MAX);
            assertThat(order.memoryMib())
                    .isIn(32, 64, 128, 256, 512)
                    .isBetween(Math.max(1, screening.memoryMib()), ROUTE.memoryMib());
            assertThat(order.outputBytesMax()).isEqualTo(LIMITS.outputBytesMax());
            assertThat(order.grant().postureId()).isEqualTo(posture.postureId());
            assertThat(Duration.between(NOW, order.grant().expiresAt())).isEqualTo(LIMITS.grantTtl());
            assertThat(order.intentHash()).isEqualTo(screening.intentHash());
            assertThat(order.payloadHash()).isEqualTo(screening.payloadHash());
            assertThat(order.origin()).isEqualTo(screening.origin());
            assertThat(order.backend()).isEqualTo(screening.backend()).isNotEqualTo(Backend.UNKNOWN);
        }));
        assertThat(orders).as("orders; none would prove nothing").hasSizeGreaterThan(100);
    }

    @Test
    void a_decision_made_again_is_the_same() {
        always((posture, screening) ->
                assertThat(GATE.decide(posture, screening, NOW)).isEqualTo(GATE.decide(posture, screening, NOW)));
    }
}
