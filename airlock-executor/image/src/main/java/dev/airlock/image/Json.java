package dev.airlock.image;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** JSON documents of a layout: read strictly, written with sorted keys so that equal contents have equal digests. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(MAPPER.treeToValue(node, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException("a tree in memory could not be written", e);
        }
    }

    static JsonNode read(byte[] bytes, String thing, String fix) throws ImageRejected {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw new ImageRejected(thing, "is no JSON: " + e.getMessage(), fix);
        }
        throw new ImageRejected(thing, "is no JSON object", fix);
    }

    /** The strings of an array; none when it is missing or null. */
    static List<String> strings(JsonNode array, String thing, String fix) throws ImageRejected {
        List<String> strings = new ArrayList<>();
        if (array.isMissingNode() || array.isNull()) {
            return strings;
        }
        for (JsonNode item : array) {
            if (!item.isTextual() || item.textValue().indexOf('\0') >= 0) {
                throw new ImageRejected(thing, "holds " + item + " where a text is needed", fix);
            }
            strings.add(item.textValue());
        }
        if (!array.isArray()) {
            throw new ImageRejected(thing, "holds " + array + " where an array is needed", fix);
        }
        return strings;
    }
}
