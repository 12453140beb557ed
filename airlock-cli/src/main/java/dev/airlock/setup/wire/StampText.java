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
import java.util.Optional;

/** A stamp as JSON: {@code version} 1, {@code completed_at}, {@code packages} by name, {@code tree}, and {@code users}. */
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
        stamp.users().ifPresent(users -> root.put("users", users));
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
                            root.path("tree").asText()),
                    users(root)));
        } catch (JsonProcessingException e) {
            return new Found.Corrupt("it is no JSON");
        } catch (DateTimeException | IllegalArgumentException e) {
            return new Found.Corrupt(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> users(JsonNode root) {
        Optional<JsonNode> users = Optional.ofNullable(root.get("users"));
        if (users.isPresent() && !users.get().isTextual()) {
            throw new IllegalArgumentException("its users are no text");
        }
        return users.map(JsonNode::textValue);
    }
}
