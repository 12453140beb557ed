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
        var names = new String[node.size()];
        int count = 0;
        for (var member : node.properties()) {
            names[count++] = member.getKey();
        }
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

    /** Section 3.2.2.2. What needs no escape, which is nearly everything, is copied in one piece. */
    private static void string(String value, StringBuilder text) {
        text.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(value, copied, i);
                escape(c, text);
                copied = i + 1;
            }
        }
        if (copied == 0) {
            text.append(value);
        } else {
            text.append(value, copied, value.length());
        }
        text.append('"');
    }

    private static void escape(char c, StringBuilder text) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\b' -> text.append("\\b");
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\f' -> text.append("\\f");
            case '\r' -> text.append("\\r");
            default -> text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
    }
}
