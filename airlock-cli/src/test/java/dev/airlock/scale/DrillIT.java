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
@Tag("system")
class DrillIT {
    private static final String WAITS = "import time; time.sleep(0.2)";

    @TempDir
    private Path folder;

    private Drill.Outcome drill(Backend backend, double perSecond, Duration time, Drill.Blow blow) throws Exception {
        return Drill.of(Plans.of(folder, backend, 4), WAITS, perSecond, time, blow, 1337);
    }

    private static void assertHolds(Drill.Outcome result) {
        assertThat(result.aftermath().struck()).as(result.toString()).isTrue();
        assertThat(result.unrun()).isEmpty();
        assertThat(result.audit().exitCode()).as(result.audit().said()).isZero();
        assertThat(result.holds()).as(result.toString()).isTrue();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_halted_executor_s_work_is_taken_over_and_the_resumed_one_changes_nothing() throws Exception {
        Plans.assumeContainers();
        Drill.Outcome result = drill(Backend.CONTAINER, 4, Duration.ofSeconds(45), Drill.Blow.HALT);
        assertThat(result.intents()).isGreaterThan(120);
        assertHolds(result);
    }

    @Tag("long")
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_killed_executor_s_work_is_taken_over() throws Exception {
        Plans.assumeContainers();
        assertHolds(drill(Backend.CONTAINER, 4, Duration.ofSeconds(45), Drill.Blow.KILL));
    }

    @Tag("long")
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void many_short_intents_lose_no_order_to_a_halted_executor() throws Exception {
        assertHolds(drill(Backend.SIMULATION, 10, Duration.ofSeconds(60), Drill.Blow.HALT));
    }
}
