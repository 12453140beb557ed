package dev.airlock.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.wire.Decoded.Good;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetEventsTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String VERSION = "sha256:" + "a".repeat(64);
    private static final SetEvents.Source SOURCE =
            SetEvents.Source.of("event-1", "RULES-0@7", "a record".getBytes(StandardCharsets.UTF_8));

    private static JsonNode payload(GatewayEvent event) throws Exception {
        return new ObjectMapper().readTree(event.payload().orElseThrow());
    }

    @Test
    void rules_and_policies_are_told_in_the_same_shape() throws Exception {
        GatewayEvent rules = SetEvents.RULES.taken(SOURCE, VERSION, "ann", "a test", Optional.empty(), NOON);
        GatewayEvent policies = SetEvents.POLICIES.taken(SOURCE, VERSION, "ann", "a test", Optional.empty(), NOON);
        assertThat(payload(rules).get("kind").asText()).isEqualTo("rule_set_taken.v1");
        assertThat(payload(policies).get("kind").asText()).isEqualTo("policy_set_taken.v1");
        for (GatewayEvent event : List.of(rules, policies)) {
            assertThat(payload(event).fieldNames())
                    .toIterable()
                    .containsExactly("kind", "record", "digest", "version", "operator", "reason", "before");
        }
        assertThat(payload(rules).get("digest").asText())
                .isEqualTo(Hashes.sha256("a record".getBytes(StandardCharsets.UTF_8)));
        assertThat(payload(rules).get("before").asText()).isEqualTo("none");
        assertThat(Codecs.EVENT.decode(Codecs.EVENT.encode(rules))).isEqualTo(new Good<>(rules));
    }

    @Test
    void a_hostile_reason_stays_one_short_line_of_one_field() throws Exception {
        String hostile = "\",\"kind\":\"rule_set_taken.v1\"\n\u001b[2J\uD800" + "x".repeat(1 << 20);
        GatewayEvent event = SetEvents.RULES.refused(SOURCE, hostile, Optional.of(VERSION), NOON);
        JsonNode payload = payload(event);
        assertThat(payload.get("kind").asText()).isEqualTo("rule_set_refused.v1");
        assertThat(payload.get("in_force").asText()).isEqualTo(VERSION);
        assertThat(payload.get("reason").asText())
                .hasSize(1024)
                .doesNotContain("\n", "\u001b", "\uD800")
                .startsWith("\",\"kind\":");
        assertThat(Codecs.EVENT.decode(Codecs.EVENT.encode(event))).isEqualTo(new Good<>(event));
    }
}
