package dev.airlock.provenance.foreign;

import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What Python's {@code json.dumps(value, sort_keys=True)} writes: names sorted by code points, {@code ", "} and {@code ": "} between,
 * everything outside printable ASCII as {@code \\uXXXX} of its UTF-16 units. Not RFC 8785.
 */
final class PythonText {
    /** Python compares characters, Java's strings UTF-16 units; they differ above U+FFFF. */
    private static final Comparator<Map.Entry<String, Json>> BY_NAME = Map.Entry.comparingByKey((one, other) ->
            Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray()));

    private final StringBuilder text = new StringBuilder(1024);

    private PythonText() {}

    /** @throws ForeignRejected with AMBIGUOUS_NUMBER for a number that Python would have written otherwise */
    static byte[] bytes(Json value) throws ForeignRejected {
        var writing = new PythonText();
        writing.value(value);
        return writing.text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void value(Json value) throws ForeignRejected {
        switch (value) {
            case Json.Members(var members) -> members(List.copyOf(members.entrySet()));
            case Json.Items(var items) -> items(items);
            case Json.Text(String string) -> string(string);
            case Json.Numeral number -> text.append(number(number));
            case Json.Flag(boolean flag) -> text.append(flag);
            case Json.Null() -> text.append("null");
        }
    }

    private void members(List<Map.Entry<String, Json>> members) throws ForeignRejected {
        String before = "";
        text.append('{');
        for (var member : members.stream().sorted(BY_NAME).toList()) {
            text.append(before);
            string(member.getKey());
            text.append(": ");
            value(member.getValue());
            before = ", ";
        }
        text.append('}');
    }

    private void items(List<Json> items) throws ForeignRejected {
        String before = "";
        text.append('[');
        for (Json item : items) {
            text.append(before);
            value(item);
            before = ", ";
        }
        text.append(']');
    }

    /** As it was written, if Python writes it so; in another form it would have been hashed as something else than it says. */
    private static String number(Json.Numeral number) throws ForeignRejected {
        String python =
                number.whole() ? new BigInteger(number.text()).toString() : finite(Double.parseDouble(number.text()));
        if (!python.equals(number.text())) {
            throw new ForeignRejected(
                    Reason.AMBIGUOUS_NUMBER, "a number is not written as Python writes it, so its hash is not defined");
        }
        return python;
    }

    private static String finite(double value) {
        return Double.isFinite(value) ? PythonFloat.repr(value) : "";
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\f' -> text.append("\\f");
                case '\b' -> text.append("\\b");
                default -> text.append(c >= ' ' && c <= '~' ? String.valueOf(c) : "\\u%04x".formatted((int) c));
            }
        }
        text.append('"');
    }
}
