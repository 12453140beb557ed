package dev.airlock.provenance.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.export.EnvelopeRejected.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A token as a CloudEvent 1.0 in structured JSON. {@code data} is the whole token with its hash and signature; what stands around it, for
 * routing, must agree with it.
 */
public final class CloudEvent {
    private static final String SPEC_VERSION = "1.0";
    private static final int BYTES_MAX = 1 << 20;

    private CloudEvent() {}

    /** One line of JSON in RFC 8785 form, of the media type {@code application/cloudevents+json}. */
    public static String of(Token token) {
        return new String(Trees.canonical(event(token)), StandardCharsets.UTF_8);
    }

    private static ObjectNode event(Token token) {
        ObjectNode data = Trees.of(token);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", SPEC_VERSION);
        event.put("id", token.id().value());
        event.put("source", token.content().actor());
        event.put("type", "dev.airlock.token." + typeName(token) + ".v1");
        event.put("subject", token.content().eraan().key().text());
        event.set("time", data.get("timestamp"));
        event.put("datacontenttype", "application/json");
        event.set("data", data);
        return event;
    }

    private static String typeName(Token token) {
        return token.content().erin().type().name().toLowerCase(Locale.ROOT);
    }

    /**
     * The token in an event that the reader trusts.
     *
     * @throws EnvelopeRejected if the event is none, or says other things than its token
     * @throws TokenRejected if the token does not hold
     */
    public static Token read(byte[] json, TokenReader reader) throws EnvelopeRejected, TokenRejected {
        if (json.length > BYTES_MAX) {
            throw new EnvelopeRejected(Reason.TOO_LARGE, json.length + " bytes are more than an event of ours has");
        }
        ObjectNode event =
                Trees.object(json, "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data");
        Token token = reader.readJson(event.get("data").toString().getBytes(StandardCharsets.UTF_8));
        if (!event.without("data").equals(event(token).without("data"))) {
            throw new EnvelopeRejected(Reason.DISAGREES, "what stands around the token is not what the token says");
        }
        return token;
    }
}
