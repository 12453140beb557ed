package dev.airlock.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * RFC 8785 for the objects that we make ourselves: no floating-point number, no null, no half of a surrogate pair. A stranger's
 * object goes through the general implementation instead.
 */
final class Jcs {
    private static final String[] NO_NAMES = {};
    private static final String HEX = "0123456789abcdef";

    private Jcs() {}

    /**
     * The canonical bytes of the object.
     *
     * @throws IllegalArgumentException if it holds what a token never holds
     */
    static byte[] bytes(ObjectNode object) {
        var text = new StringBuilder(2048);
        write(object, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode node, StringBuilder text) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, text);
            case ARRAY -> array(node, text);
            case STRING -> string(node.textValue(), text);
            case NUMBER -> number(node, text);
            case BOOLEAN -> text.append(node.booleanValue());
            case BINARY, MISSING, NULL, POJO ->
                throw new IllegalArgumentException("a token holds no " + node.getNodeType());
        }
    }

    /** Section 3.2.3: sorted by UTF-16 code units, which is how Java compares strings. */
    private static void object(JsonNode node, StringBuilder text) {
        String[] names = node.properties().stream()
                .map(member -> member.getKey())
                .toList()
                .toArray(NO_NAMES);
        Arrays.sort(names);
        char before = '{';
        for (String name : names) {
            text.append(before);
            string(name, text);
            text.append(':');
            write(node.get(name), text);
            before = ',';
        }
        text.append(names.length == 0 ? "{}" : "}");
    }

    private static void array(JsonNode node, StringBuilder text) {
        char before = '[';
        for (JsonNode item : node) {
            text.append(before);
            write(item, text);
            before = ',';
        }
        text.append(node.isEmpty() ? "[]" : "]");
    }

    /** Section 3.2.2.3: below 2^53 an integer is written as it is. */
    private static void number(JsonNode node, StringBuilder text) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || Math.abs(node.longValue()) >= 1L << 53) {
            throw new IllegalArgumentException("a token holds integers below 2^53 only");
        }
        text.append(node.longValue());
    }

    /** Section 3.2.2.2. */
    private static void string(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ') {
                text.append(c);
            } else {
                control(c, text);
            }
        }
        text.append('"');
    }

    private static void control(char c, StringBuilder text) {
        switch (c) {
            case '\b' -> text.append("\\b");
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\f' -> text.append("\\f");
            case '\r' -> text.append("\\r");
            default -> text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
    }
}
