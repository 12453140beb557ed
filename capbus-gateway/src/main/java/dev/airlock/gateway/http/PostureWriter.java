package dev.airlock.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Switch;
import java.util.Locale;

/** The posture that binds everybody now, as JSON. */
final class PostureWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PostureWriter() {}

    /** @param entrance where intents that come by this listener go, which a signed one has to name */
    static String write(Effective posture, Entrance entrance) {
        ObjectNode root = JSON.createObjectNode()
                .put("posture", label(posture.posture()))
                .put("cause", label(posture.cause()))
                .put("runtime_mode", label(posture.runtimeMode()))
                .put("external_ai_inbound", label(posture.externalAiInbound()))
                .put("execution_policy", label(posture.executionPolicy()))
                .put("posture_id", posture.postureId())
                .put("verdict_id", posture.verdictId())
                .put("reason", posture.reason())
                .put("fresh", posture.fresh())
                .put("lane", label(entrance.lane()))
                .put("node", entrance.node());
        ObjectNode switches = root.putObject("switches");
        for (Switch one : Switch.values()) {
            switches.put(one.label(), one.isOn(posture.switches()));
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
