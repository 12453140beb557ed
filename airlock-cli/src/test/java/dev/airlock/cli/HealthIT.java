package dev.airlock.cli;

import static dev.airlock.node.PulsingExecutor.microvm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.PulsingExecutor;
import dev.airlock.road.Bus;
import dev.airlock.road.TestBus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code airlock health executor}, which a container's engine asks a jailed executor's health by. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HealthIT {
    @TempDir
    private Path folder;

    private Bus bus;
    private SigningKey key;
    private Path settings;

    @BeforeEach
    void lay() throws Exception {
        bus = TestBus.road(EnumSet.of(Topic.RUNTIME));
        key = new KeyFiles(folder.resolve("keys"), new SecureRandom()).loadOrCreate("executor");
        settings = Files.write(
                folder.resolve("executor.properties"),
                List.of(
                        "bootstrap.servers=" + bus.bootstrapServers(),
                        "namespace=" + bus.namespace(),
                        "keys.dir=" + folder.resolve("keys"),
                        "images.dir=" + folder,
                        "name=" + PulsingExecutor.name()));
    }

    private Said health() {
        return Said.by("health", "executor", "--config", settings.toString());
    }

    @Test
    void an_executor_that_takes_orders_and_has_a_ready_backend_is_at_work() {
        try (PulsingExecutor _ = PulsingExecutor.on(bus, key, false, microvm(true, "warm"))) {
            Said said = health();
            assertThat(said.exit()).as(said.err()).isEqualTo(Exit.FINE);
            assertThat(said.out()).isEqualTo("executor is at work: pulsing: microvm test is ready (warm)\n");
        }
    }

    @Test
    void one_that_pulses_and_can_run_nothing_is_not_and_its_backend_says_why() {
        try (PulsingExecutor _ = PulsingExecutor.on(bus, key, false, microvm(false, "does not work: broken"))) {
            Said said = health();
            assertThat(said.exit()).as(said.err()).isEqualTo(Exit.UNAVAILABLE);
            assertThat(said.out())
                    .isEqualTo("executor is not at work: pulsing: microvm test is not ready (does not work: broken)\n");
        }
    }

    @Test
    void one_that_drains_and_one_that_is_silent_are_not() {
        try (PulsingExecutor _ = PulsingExecutor.on(bus, key, true, microvm(true, "warm"))) {
            Said said = health();
            assertThat(said.exit()).as(said.err()).isEqualTo(Exit.UNAVAILABLE);
            assertThat(said.out()).contains("drains and takes no more orders");
        }
        Said said = health();
        assertThat(said.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(said.out()).contains("no pulse of pulsing");
    }
}
