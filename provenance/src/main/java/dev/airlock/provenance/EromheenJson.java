package dev.airlock.provenance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Labels;
import dev.airlock.provenance.token.Limits;
import dev.airlock.provenance.token.Times;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import java.time.Instant;
import java.util.Optional;

/** The member {@code eromheen}. */
final class EromheenJson {
    private EromheenJson() {}

    static ObjectNode write(Eromheen eromheen) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("posture", Labels.of(eromheen.posture()));
        json.put("runtime_mode", Labels.of(eromheen.runtimeMode()));
        json.put("cause", Labels.of(eromheen.cause()));
        json.put("origin", Labels.of(eromheen.origin()));
        json.put("lane", Labels.of(eromheen.lane()));
        eromheen.backend().ifPresent(backend -> json.put("backend", Labels.of(backend)));
        eromheen.isolation().ifPresent(isolation -> json.put("isolation", isolation));
        eromheen.principal().ifPresent(principal -> json.put("principal", principal));
        eromheen.limits().ifPresent(limits -> json.putObject("limits")
                .put("deadline_ms", limits.deadlineMillis())
                .put("memory_mib", limits.memoryMib())
                .put("output_bytes", limits.outputBytes())
                .put("calls", limits.calls()));
        if (eromheen.mode() != Mode.ENFORCE) {
            json.put("mode", Labels.of(eromheen.mode()));
        }
        if (!eromheen.onBehalfOf().isEmpty()) {
            ArrayNode names = json.putArray("on_behalf_of");
            eromheen.onBehalfOf().forEach(names::add);
        }
        writeTimes(json.putObject("times"), eromheen.times());
        return json;
    }

    static Eromheen read(Fields json) throws TokenRejected {
        return new Eromheen(
                json.label("posture", PostureLevel.class),
                json.label("runtime_mode", RuntimeMode.class),
                json.label("cause", Cause.class),
                json.optionalLabel("backend", Backend.class),
                json.optionalText("isolation"),
                json.optionalObject("limits", EromheenJson::readLimits),
                json.object("times", EromheenJson::readTimes),
                json.label("origin", Origin.class),
                json.optionalText("principal"),
                json.label("lane", Lane.class),
                json.optionalLabel("mode", Mode.class).orElse(Mode.ENFORCE),
                json.texts("on_behalf_of"));
    }

    private static void writeTimes(ObjectNode json, Times times) {
        json.put("asked", Rfc3339.write(times.asked()));
        times.screened().ifPresent(time -> json.put("screened", Rfc3339.write(time)));
        times.admitted().ifPresent(time -> json.put("admitted", Rfc3339.write(time)));
        times.started().ifPresent(time -> json.put("started", Rfc3339.write(time)));
        times.ended().ifPresent(time -> json.put("ended", Rfc3339.write(time)));
        times.ranMicros().ifPresent(micros -> json.put("ran_us", micros));
    }

    private static Times readTimes(Fields json) throws TokenRejected {
        return new Times(
                Rfc3339.read(json.text("asked")),
                time(json, "screened"),
                time(json, "admitted"),
                time(json, "started"),
                time(json, "ended"),
                json.optionalNumber("ran_us"));
    }

    private static Optional<Instant> time(Fields json, String name) throws TokenRejected {
        return json.optionalText(name).map(Rfc3339::read);
    }

    private static Limits readLimits(Fields json) throws TokenRejected {
        return new Limits(
                json.number("deadline_ms"),
                json.number("memory_mib"),
                json.number("output_bytes"),
                json.number("calls"));
    }
}
