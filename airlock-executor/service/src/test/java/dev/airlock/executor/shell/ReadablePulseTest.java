package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.SchemaVersion;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadablePulseTest {
    private static final Pulse PULSE = new Pulse(
            "executor-0",
            7,
            Instant.parse("2026-01-01T00:00:00.000000007Z"),
            false,
            1,
            2,
            List.of(backend(Backend.CONTAINER), backend(Backend.SIMULATION)));

    private static Pulse.BackendPulse backend(Backend backend) {
        return new Pulse.BackendPulse(backend, true, "here", "");
    }

    @AfterEach
    void write_as_before() {
        Codecs.write(SchemaVersion.PRESENT);
    }

    @Test
    void a_policy_of_the_release_before_is_told_of_the_backends_that_it_knows() {
        Codecs.write(SchemaVersion.PREVIOUS);
        assertThat(PulseVerticle.readable(PULSE).backends()).containsExactly(backend(Backend.SIMULATION));
        assertThat(Codecs.PULSE.canBeRead(PulseVerticle.readable(PULSE))).isTrue();
    }

    @Test
    void any_other_is_told_of_all() {
        assertThat(PulseVerticle.readable(PULSE)).isEqualTo(PULSE);
    }
}
