package dev.airlock.gateway.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.schemas.model.GatewayEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What operators see of how much is under way at an ingress: gateway-event.v1. */
public final class PressureEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMITTER = "capbus-gateway";

    private PressureEvents() {}

    /**
     * It is another pressure now.
     *
     * @param leftOut how many changes before this one were not told, because there were too many of them
     */
    public static GatewayEvent changed(
            String eventId, Enum<?> was, Enum<?> is, int underWay, int leftOut, Instant now) {
        ObjectNode payload = JSON.createObjectNode()
                .put("kind", "pressure_changed.v1")
                .put("was", label(was))
                .put("is", label(is))
                .put("under_way", underWay)
                .put("left_out", leftOut);
        return new GatewayEvent(
                eventId,
                GatewayEvent.LAYER,
                now,
                eventId,
                EMITTER,
                "ingress:pressure",
                EMITTER,
                "airlock_pressure.v1",
                "direct",
                "pressure:" + label(is),
                "in_process",
                "changed",
                0,
                "ingress",
                "reject",
                "sip_anyway",
                "none",
                EMITTER,
                Optional.empty(),
                Optional.empty(),
                Optional.of(payload.toString()));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
