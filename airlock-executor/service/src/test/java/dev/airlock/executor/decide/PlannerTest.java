package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.Leave;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    private static final Ceilings CEILINGS = new Ceilings(Duration.ofSeconds(5), 1000, Set.of(SandboxKind.MICROVM));
    private static final Orders ORDER = Orders.of("s", "i", "print(1)", Instant.parse("2026-05-29T14:00:00Z"));

    private static Plan planned(Orders order) {
        return switch (Planner.plan(order.order(), CEILINGS)) {
            case Leave.Go(Plan plan) -> plan;
            case Leave.Refused(Refusal refusal) -> throw new AssertionError(refusal.text());
        };
    }

    private static RefusalKind refused(Orders order) {
        return switch (Planner.plan(order.order(), CEILINGS)) {
            case Leave.Go(Plan plan) -> throw new AssertionError(plan.toString());
            case Leave.Refused(Refusal refusal) -> refusal.kind();
        };
    }

    @ParameterizedTest
    @CsvSource({"32, MIB_32", "63, MIB_32", "64, MIB_64", "200, MIB_128", "256, MIB_256", "4096, MIB_256"})
    void memory_is_the_largest_class_within_what_order_and_route_allow(int mib, SizeClass expected) {
        assertThat(planned(ORDER.memory(mib)).limits().memory()).isEqualTo(expected);
    }

    @Test
    void less_memory_than_the_smallest_guest_is_malformed() {
        assertThat(refused(ORDER.memory(31))).isEqualTo(RefusalKind.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5000, 5000", "60000, 5000"})
    void the_deadline_is_the_orders_up_to_the_ceiling(int asked, int given) {
        assertThat(planned(ORDER.deadline(asked)).limits().deadline()).isEqualTo(Duration.ofMillis(given));
    }

    @Test
    void more_output_than_this_executor_gives_is_refused_with_the_setting() {
        var ceilings = new Ceilings(Duration.ofSeconds(5), 1000, 65_535, Set.of(SandboxKind.MICROVM), false);
        assertThat(Planner.plan(ORDER.order(), ceilings))
                .isInstanceOfSatisfying(Leave.Refused.class, refused -> assertThat(refused.refusal())
                        .returns(RefusalKind.GRANT, Refusal::kind)
                        .satisfies(refusal -> assertThat(refusal.text()).contains("65536", "output.max.bytes")));
    }

    @Test
    void any_backend_is_the_microvm_and_never_the_simulation() {
        assertThat(planned(ORDER).kind()).isEqualTo(SandboxKind.MICROVM);
    }

    @ParameterizedTest
    @CsvSource({
        "ANY, MICROVM+CONTAINER, MICROVM",
        "ANY, CONTAINER+SIMULATION, CONTAINER",
        "ANY, SIMULATION, ",
        "MICROVM, CONTAINER, ",
        "MICROVM, MICROVM+CONTAINER, MICROVM",
        "CONTAINER, MICROVM, ",
        "CONTAINER, MICROVM+CONTAINER, CONTAINER"
    })
    void whoever_names_a_backend_gets_that_or_none_and_never_a_weaker_one(Backend asked, String here, SandboxKind got) {
        Set<SandboxKind> kinds =
                Stream.of(here.split("\\+", -1)).map(SandboxKind::valueOf).collect(Collectors.toSet());
        Leave leave = Planner.plan(ORDER.backend(asked).order(), new Ceilings(Duration.ofSeconds(5), 1000, kinds));
        if (got == null) {
            assertThat(leave).isInstanceOfSatisfying(Leave.Refused.class, refused -> {
                assertThat(refused.refusal().kind()).isEqualTo(RefusalKind.NO_BACKEND);
                assertThat(refused.refusal().text())
                        .contains("is not on this executor")
                        .contains("isolation=");
            });
        } else {
            assertThat(leave)
                    .isInstanceOfSatisfying(
                            Leave.Go.class, go -> assertThat(go.plan().kind()).isEqualTo(got));
        }
    }

    @Test
    void a_backend_that_is_not_here_or_unknown_is_refused() {
        assertThat(refused(ORDER.backend(Backend.SIMULATION))).isEqualTo(RefusalKind.NO_BACKEND);
        assertThat(refused(ORDER.backend(Backend.UNKNOWN))).isEqualTo(RefusalKind.NO_BACKEND);
    }
}
