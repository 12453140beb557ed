package dev.airlock.policy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.airlock.policy.model.Transition;
import dev.airlock.policy.model.Transition.Rung;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A transition as gateway-event.v1. The event checks its own fields and refuses to exist with a wrong one. */
public final class TransitionEvents {
    /** The kind of the payload. */
    public static final String KIND = "posture_transition.v1";
    /** The intent of the event. */
    public static final String INTENT = "posture.transition.v1";

    private static final JsonFactory JSON = new JsonFactory();

    private TransitionEvents() {}

    /**
     * The event of {@code transition}.
     *
     * @param nonce 16 hex digits that no other event has
     */
    public static GatewayEvent of(Transition transition, String nonce, Instant at) {
        return new GatewayEvent(
                "posture_" + nonce,
                GatewayEvent.LAYER,
                at,
                transition.verdictId(),
                transition.emitter(),
                INTENT,
                "snaft-posture",
                Verdict.KIND,
                "local",
                "posture-transition:" + label(transition.current().posture()),
                "memory",
                "posture-transitioned",
                0,
                "system-event",
                "graceful_yield",
                "sip_anyway",
                "jis",
                "snaft-posture-transition",
                Optional.of(transition.emitter()),
                Optional.of(true),
                Optional.of(payload(transition)));
    }

    private static String payload(Transition transition) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("kind", KIND);
            json.writeStringField("verdict_id", transition.verdictId());
            write(json, "previous", transition.previous());
            write(json, "current", Optional.of(transition.current()));
            json.writeArrayFieldStart("switches_changed");
            for (String name : transition.switchesChanged()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeStringField("reason", transition.reason());
            json.writeBooleanField("cold_start", transition.coldStart());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String field, Optional<Rung> rung) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("posture", rung.map(one -> label(one.posture())).orElse(null));
        json.writeStringField(
                "runtime_mode", rung.map(one -> label(one.runtimeMode())).orElse(null));
        json.writeEndObject();
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
