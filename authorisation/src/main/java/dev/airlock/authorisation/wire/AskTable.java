package dev.airlock.authorisation.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.airlock.authorisation.model.Expectation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of questions and the answers that are expected, in JSON: an array of objects with {@code "expect": "allow"} or {@code "deny"}, perhaps
 * {@code "name"} and {@code "by"} (a policy's id), and the fields of {@link AskFields}.
 */
public final class AskTable {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonParser.Feature.ALLOW_COMMENTS)
            .build();

    private AskTable() {}

    /**
     * The table.
     *
     * @throws IllegalArgumentException if it is something else; the message names the question, the field and what would be right
     */
    public static List<Expectation> read(String json) {
        JsonNode rows;
        try {
            rows = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "it is not JSON: line "
                            + Optional.ofNullable(e.getLocation())
                                    .map(place -> place.getLineNr())
                                    .orElse(0) + ": "
                            + e.getOriginalMessage(),
                    e);
        }
        if (!rows.isArray() || rows.isEmpty()) {
            throw new IllegalArgumentException("a table is an array of questions, at least one: [{\"intent\":"
                    + " \"code:execute\", \"expect\": \"allow\"}]");
        }
        List<Expectation> table = new ArrayList<>();
        for (JsonNode row : rows) {
            table.add(row(row, "question " + (table.size() + 1)));
        }
        return table;
    }

    private static Expectation row(JsonNode row, String place) {
        try {
            if (!row.isObject()) {
                throw new IllegalArgumentException("it is no object");
            }
            Map<String, String> fields = new HashMap<>();
            row.properties().forEach(field -> fields.put(field.getKey(), text(field.getKey(), field.getValue())));
            String name = Optional.ofNullable(fields.remove("name")).orElse(place);
            Optional<String> by = Optional.ofNullable(fields.remove("by"));
            boolean allowed = allowed(fields.remove("expect"));
            return new Expectation(name, AskFields.read(fields), allowed, by);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    private static boolean allowed(String expected) {
        return switch (expected) {
            case "allow" -> true;
            case "deny" -> false;
            case null ->
                throw new IllegalArgumentException(
                        "it says not what is expected; add \"expect\": \"allow\" or \"deny\"");
            default -> throw new IllegalArgumentException("expect is '" + expected + "'; it is allow or deny");
        };
    }

    private static String text(String field, JsonNode value) {
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(part -> parts.add(text(field, part)));
            return String.join("+", parts);
        }
        if (!value.isValueNode() || value.isNull()) {
            throw new IllegalArgumentException(field + " is neither text nor a number nor true or false");
        }
        return value.asText();
    }
}
