package dev.airlock.setup.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.setup.model.Found;
import dev.airlock.setup.model.Release;
import dev.airlock.setup.model.Stamp;
import java.time.DateTimeException;
import java.time.Instant;

/** A stamp as JSON: {@code version} 1, {@code completed_at}, {@code packages} by name, and {@code tree}. */
public final class StampText {
    private static final int VERSION = 1;
    private static final String NAME = "airlock";
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StampText() {}

    public static String of(Stamp stamp) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", VERSION);
        root.put("completed_at", stamp.completedAt().toString());
        root.putObject("packages").put(NAME, stamp.release().version());
        root.put("tree", stamp.release().tree());
        try {
            return MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the text says; whatever is not a whole stamp of this version is corrupt. */
    public static Found read(String text) {
        try {
            JsonNode root = MAPPER.readTree(text);
            if (!root.path("version").isInt() || root.path("version").intValue() != VERSION) {
                return new Found.Corrupt("its version is not " + VERSION);
            }
            return new Found.Stamped(new Stamp(
                    Instant.parse(root.path("completed_at").asText()),
                    new Release(
                            root.path("packages").path(NAME).asText(),
                            root.path("tree").asText())));
        } catch (JsonProcessingException e) {
            return new Found.Corrupt("it is no JSON");
        } catch (DateTimeException | IllegalArgumentException e) {
            return new Found.Corrupt(String.valueOf(e.getMessage()));
        }
    }
}
