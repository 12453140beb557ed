package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.FakeSandbox;
import dev.airlock.road.Health;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.PostureLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor on a bus where nobody made CANCELS. */
class CancelsUnheardIT {
    @TempDir
    private Path folder;

    @Test
    void an_executor_that_cannot_read_the_cancels_says_so_in_its_health_and_its_pulses() throws Exception {
        var topics = EnumSet.complementOf(EnumSet.of(Topic.CANCELS));
        try (Stage stage = new Stage(folder, folder.resolve("images"), TestBus.road(topics))) {
            stage.rule(1, PostureLevel.NORMAL_ZERO_TRUST);
            try (ExecutorHouse house = stage.executor(new FakeSandbox())) {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> house.health() instanceof Health.Failing);
                assertThat(house.health())
                        .isInstanceOfSatisfying(Health.Failing.class, failing -> assertThat(failing.reason())
                                .contains("cancels are not heard"));
                Awaitility.await().atMost(Stage.PATIENCE).until(() -> stage.pulses().stream()
                        .anyMatch(pulse -> pulse.backends().stream()
                                .anyMatch(one -> one.detail().contains("cancels are not heard"))));
            }
        }
    }
}
