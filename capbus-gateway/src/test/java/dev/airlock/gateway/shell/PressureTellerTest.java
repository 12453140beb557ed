package dev.airlock.gateway.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.decide.Pressure;
import dev.airlock.gateway.decide.PressureChange;
import dev.airlock.schemas.model.GatewayEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PressureTellerTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));
    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<GatewayEvent> told = new CopyOnWriteArrayList<>();

    private static PressureChange change(Pressure was, Pressure is, int underWay) {
        return new PressureChange(was, is, underWay);
    }

    @Test
    void each_change_is_one_event_in_order() {
        try (PressureTeller teller = new PressureTeller(told::add, CLOCK)) {
            teller.accept(change(Pressure.NORMAL, Pressure.PRESSURE_RISING, 2));
            teller.accept(change(Pressure.PRESSURE_RISING, Pressure.OVERLOADED, 4));
            teller.accept(change(Pressure.OVERLOADED, Pressure.RECOVERING, 3));
            Awaitility.await().atMost(SOON).until(() -> told.size() == 3);
        }
        assertThat(told).allSatisfy(event -> assertThat(event.payload().orElseThrow())
                .contains("\"kind\":\"pressure_changed.v1\"")
                .contains("\"left_out\":0"));
        assertThat(told.getFirst().payload().orElseThrow())
                .contains("\"was\":\"normal\"")
                .contains("\"is\":\"pressure_rising\"")
                .contains("\"under_way\":2");
        assertThat(told.getLast().payload().orElseThrow()).contains("\"is\":\"recovering\"");
    }

    @Test
    void who_says_that_it_changed_never_waits_and_what_does_not_fit_is_counted() throws InterruptedException {
        var first = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        try (PressureTeller teller = new PressureTeller(
                event -> {
                    told.add(event);
                    first.countDown();
                    await(open);
                },
                CLOCK)) {
            teller.accept(change(Pressure.NORMAL, Pressure.PRESSURE_RISING, 0));
            assertThat(first.await(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            for (int i = 1; i <= PressureTeller.WAITING_MAX + 5; i++) {
                teller.accept(change(Pressure.NORMAL, Pressure.PRESSURE_RISING, i));
            }
            open.countDown();
            Awaitility.await().atMost(SOON).until(() -> told.size() == 1 + PressureTeller.WAITING_MAX);
        }
        assertThat(told.get(1).payload().orElseThrow())
                .contains("\"under_way\":6")
                .contains("\"left_out\":5");
        assertThat(told.getLast().payload().orElseThrow())
                .contains("\"under_way\":" + (PressureTeller.WAITING_MAX + 5))
                .contains("\"left_out\":0");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
