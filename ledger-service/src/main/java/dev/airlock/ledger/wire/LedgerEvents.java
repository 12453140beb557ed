package dev.airlock.ledger.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.airlock.ledger.model.Incident;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Line;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What the ledger saw as gateway-event.v1. What a stranger wrote is made one printable line of bounded length. */
public final class LedgerEvents {
    /** The kind of the payload. */
    public static final String KIND = "ledger_incident.v1";
    /** The intent of the event. */
    public static final String INTENT = "ledger.incident.v1";

    private static final String STATION = "airlock-ledger";
    private static final int REASON_LENGTH_MAX = 512;
    private static final JsonFactory JSON = new JsonFactory();

    private LedgerEvents() {}

    /**
     * The event of {@code incident}.
     *
     * @param log the origin of the log that it is about
     * @param nonce 16 hex digits that no other event has
     */
    public static GatewayEvent of(Incident incident, String log, String nonce, Instant at) {
        return new GatewayEvent(
                "ledger_" + nonce,
                GatewayEvent.LAYER,
                at,
                incident.tokenId().orElse(log + "#" + incident.index()),
                STATION,
                INTENT,
                STATION,
                KIND,
                "local",
                log,
                "kafka",
                "ledger-" + label(incident),
                0,
                "system-event",
                "graceful_yield",
                "sip_anyway",
                "self-signed",
                STATION,
                Optional.empty(),
                Optional.of(false),
                Optional.of(payload(incident, log)));
    }

    private static String payload(Incident incident, String log) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("kind", KIND);
            json.writeStringField("what", label(incident));
            json.writeStringField("log", log);
            json.writeNumberField("partition", incident.partition());
            json.writeNumberField("offset", incident.offset());
            json.writeNumberField("index", incident.index());
            json.writeStringField("token_id", incident.tokenId().orElse(null));
            json.writeStringField("reason", Line.fit(incident.reason(), REASON_LENGTH_MAX));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String label(Incident incident) {
        return incident.kind().name().toLowerCase(Locale.ROOT);
    }
}
