package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.TokenReader;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.PostureLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SealedGrantsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final List<Instant> asked = new ArrayList<>();
    private boolean broken;
    private final SealedGrants grants = new SealedGrants(
            (from, _) -> {
                asked.add(from);
                if (broken) {
                    throw new BusUnreachable(Bus.at("127.0.0.1:1"), new TimeoutException("stands still"));
                }
            },
            new TokenReader(KeyRing.of(Map.of())));

    private static Grant grant(Instant issued) {
        return new Grant(
                "grant-1",
                "posture_0",
                "verdict_0",
                PostureLevel.NORMAL_ZERO_TRUST,
                issued,
                issued.plusSeconds(60),
                "none",
                List.of());
    }

    @Test
    void tokens_that_were_not_read_to_their_end_say_nothing_and_are_read_anew() throws BusUnreachable {
        broken = true;
        assertThatThrownBy(() -> grants.has(grant(NOW))).isInstanceOf(BusUnreachable.class);
        assertThatThrownBy(() -> grants.has(grant(NOW))).isInstanceOf(BusUnreachable.class);
        broken = false;
        assertThat(grants.has(grant(NOW))).isFalse();
        assertThat(asked).hasSize(3);
    }

    @Test
    void they_are_read_once_for_all_grants_that_are_no_older() throws BusUnreachable {
        assertThat(grants.has(grant(NOW))).isFalse();
        assertThat(grants.has(grant(NOW.plusSeconds(1)))).isFalse();
        assertThat(asked).containsExactly(NOW.minus(SealedGrants.SKEW_MAX));
        assertThat(grants.has(grant(NOW.minusSeconds(1)))).isFalse();
        assertThat(asked).hasSize(2);
    }
}
