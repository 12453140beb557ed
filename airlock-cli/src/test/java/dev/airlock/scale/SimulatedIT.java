package dev.airlock.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Backend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The model against the road. */
class SimulatedIT {
    @TempDir
    private Path folder;

    @Tag("long")
    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void what_the_model_says_of_two_and_four_executors_is_what_is_measured_then() throws Exception {
        Plans.assumeContainers();
        Simulated.Outcome result =
                Simulated.of(Plans.of(folder, Backend.CONTAINER, 4), Duration.ofSeconds(5), Duration.ofSeconds(40));
        assertThat(result.checks()).extracting(Simulated.Check::executors).containsExactly(2, 4);
        assertThat(result.holds()).as(result.toString()).isTrue();
        // Programs that wait leave the cores to others, so that each executor adds what it has.
        assertThat(result.checks().getLast().measured())
                .as(result.toString())
                .isGreaterThan(1.5 * result.checks().getFirst().measured());
        assertThat(result.checks().getFirst().measured()).isGreaterThan(1.5 * result.one());
    }
}
