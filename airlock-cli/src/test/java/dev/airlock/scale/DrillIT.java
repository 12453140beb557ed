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

/** Four executor processes, one of which falls out. */
class DrillIT {
    private static final String WAITS = "import time; time.sleep(0.2)";

    @TempDir
    private Path folder;

    private Drill.Outcome drill(Backend backend, double perSecond, Duration time, Drill.Blow blow) throws Exception {
        return Drill.of(Plans.of(folder, backend, 4), WAITS, perSecond, time, blow, 1337);
    }

    private static void assertHolds(Drill.Outcome result) {
        assertThat(result.recovery()).as(result.toString()).isLessThanOrEqualTo(Drill.Outcome.RECOVERY_MAX);
        assertThat(result.holds()).as(result.toString()).isTrue();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_halted_executor_s_work_is_taken_over_and_the_resumed_one_changes_nothing() throws Exception {
        Drill.Outcome result = drill(Backend.SIMULATION, 10, Duration.ofSeconds(45), Drill.Blow.HALT);
        assertThat(result.intents()).isGreaterThan(300);
        assertHolds(result);
    }

    @Tag("long")
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_killed_executor_s_work_is_taken_over() throws Exception {
        assertHolds(drill(Backend.SIMULATION, 10, Duration.ofSeconds(45), Drill.Blow.KILL));
    }

    @Tag("long")
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void containers_of_a_halted_executor_are_nobody_s_second_run() throws Exception {
        Plans.assumeContainers();
        assertHolds(drill(Backend.CONTAINER, 4, Duration.ofSeconds(60), Drill.Blow.HALT));
    }
}
