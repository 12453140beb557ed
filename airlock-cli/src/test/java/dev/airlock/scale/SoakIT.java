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

/** A road in use for long. What it may get slower by is a matter of {@code airlock scale soak} on a quiet machine; what it leaves is not. */
@Tag("system")
class SoakIT {
    private static final String WAITS = "import time; time.sleep(0.2)";

    @TempDir
    private Path folder;

    private Soak.Outcome soak(Duration time) throws Exception {
        Plans.assumeContainers();
        return Soak.of(Plans.of(folder, Backend.CONTAINER, 2), WAITS, time, 1337);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void two_minutes_of_containers_leave_no_process_container_or_file_and_no_second_token() throws Exception {
        Soak.Outcome result = soak(Duration.ofMinutes(2));
        assertThat(result.use().intents()).as(result.toString()).isGreaterThan(50);
        assertThat(result.audit().exitCode()).as(result.audit().said()).isZero();
        assertThat(result.whole()).as(result.toString()).isTrue();
    }

    @Tag("long")
    @Test
    @Timeout(value = 50, unit = TimeUnit.MINUTES)
    void half_an_hour_is_as_fast_and_as_small_in_the_end_as_in_the_beginning() throws Exception {
        Soak.Outcome result = soak(Duration.ofMinutes(30));
        assertThat(result.holds()).as(result.toString()).isTrue();
    }
}
