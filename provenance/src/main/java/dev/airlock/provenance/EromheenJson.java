package dev.airlock.provenance;

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

    static void write(CanonicalWriter json, Eromheen eromheen) {
        json.optionalText("backend", eromheen.backend().map(Labels::of));
        json.label("cause", eromheen.cause());
        json.optionalText("isolation", eromheen.isolation());
        json.label("lane", eromheen.lane());
        eromheen.limits()
                .ifPresent(limits -> json.object("limits", inner -> {
                    inner.number("calls", limits.calls());
                    inner.number("deadline_ms", limits.deadlineMillis());
                    inner.number("memory_mib", limits.memoryMib());
                    inner.number("output_bytes", limits.outputBytes());
                }));
        if (eromheen.mode() != Mode.ENFORCE) {
            json.label("mode", eromheen.mode());
        }
        if (!eromheen.onBehalfOf().isEmpty()) {
            json.texts("on_behalf_of", eromheen.onBehalfOf());
        }
        json.label("origin", eromheen.origin());
        json.label("posture", eromheen.posture());
        json.optionalText("principal", eromheen.principal());
        json.label("runtime_mode", eromheen.runtimeMode());
        json.object("times", times -> writeTimes(times, eromheen.times()));
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

    private static void writeTimes(CanonicalWriter json, Times times) {
        json.optionalTime("admitted", times.admitted());
        json.time("asked", times.asked());
        json.optionalTime("ended", times.ended());
        times.ranMicros().ifPresent(micros -> json.number("ran_us", micros));
        json.optionalTime("screened", times.screened());
        json.optionalTime("started", times.started());
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
