package dev.airlock.client;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.airlock.schemas.model.Line;
import java.io.IOException;

/** JSON of others: one object, no key twice, nothing behind it. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int BRIEF = 64;

    private Json() {}

    /**
     * @param what it is, for the message
     * @throws IllegalArgumentException if it is longer than {@code most} bytes or no such object
     */
    static JsonNode object(String what, byte[] json, int most) {
        if (json.length > most) {
            throw new IllegalArgumentException(what + " has " + json.length + " bytes; at most " + most + " are read");
        }
        try {
            JsonNode read = MAPPER.readTree(json);
            if (read.isObject()) {
                return read;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(what + " is not JSON, or has a key twice", e);
        }
        throw new IllegalArgumentException(what + " must be one JSON object");
    }

    /** The beginning of a foreign text, printable. */
    static String brief(String text) {
        return Line.fit(text, BRIEF);
    }
}
