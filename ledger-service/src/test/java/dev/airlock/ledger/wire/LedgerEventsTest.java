package dev.airlock.ledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.model.Incident;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerEventsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static GatewayEvent event(Incident incident) {
        return LedgerEvents.of(incident, "airlock/main/tokens/3", "0011223344556677", NOW);
    }

    @ParameterizedTest
    @EnumSource(Incident.Kind.class)
    void every_kind_of_incident_is_an_event_that_the_bus_carries(Incident.Kind kind) {
        GatewayEvent event = event(new Incident(kind, 3, 9, 4, Optional.of("token-1"), "because"));
        assertThat(Codecs.EVENT.decode(Codecs.EVENT.encode(event))).isEqualTo(new Good<>(event));
        assertThat(event.intent()).isEqualTo("ledger.incident.v1");
        assertThat(event.operationId()).isEqualTo("token-1");
        assertThat(event.verified()).contains(false);
        assertThat(event.payload().orElseThrow())
                .contains("\"offset\":9", "\"index\":4", "\"token_id\":\"token-1\"", "\"reason\":\"because\"");
    }

    @Test
    void an_incident_without_a_token_is_about_its_place_in_the_log() {
        GatewayEvent event = event(new Incident(Incident.Kind.UNREADABLE, 3, 9, 4, Optional.empty(), "because"));
        assertThat(event.operationId()).isEqualTo("airlock/main/tokens/3#4");
        assertThat(event.payload().orElseThrow()).contains("\"token_id\":null");
    }

    @Test
    void what_a_stranger_wrote_is_one_bounded_line() {
        GatewayEvent event = event(new Incident(
                Incident.Kind.REJECTED, 3, 9, 4, Optional.empty(), "a\u001b[31m\n\"}" + "x".repeat(100_000)));
        assertThat(event.payload().orElseThrow()).hasSizeLessThan(2_000).doesNotContain("\u001b", "\n");
    }
}
