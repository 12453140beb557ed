package dev.airlock.provenance.foreign;

import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.NumberToJSON;

/** RFC 8785 of a stranger's value. */
final class JcsText {
    private final StringBuilder text = new StringBuilder(1024);

    private JcsText() {}

    /** @throws ForeignRejected with AMBIGUOUS_NUMBER for a number that says more than a double holds */
    static byte[] bytes(Json value) throws ForeignRejected {
        var writing = new JcsText();
        writing.value(value);
        return writing.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Json value) throws ForeignRejected {
        switch (value) {
            case Json.Members(var members) -> members(List.copyOf(members.entrySet()));
            case Json.Items(var items) -> items(items);
            case Json.Text(String string) -> string(string);
            case Json.Numeral(String number) -> text.append(number(number));
            case Json.Flag(boolean flag) -> text.append(flag);
            case Json.Null() -> text.append("null");
        }
    }

    /** Section 3.2.3: sorted by UTF-16 code units, which is how Java compares strings. */
    private void members(List<Map.Entry<String, Json>> members) throws ForeignRejected {
        String before = "";
        text.append('{');
        for (var member : members.stream().sorted(Map.Entry.comparingByKey()).toList()) {
            text.append(before);
            string(member.getKey());
            text.append(':');
            value(member.getValue());
            before = ",";
        }
        text.append('}');
    }

    private void items(List<Json> items) throws ForeignRejected {
        String before = "";
        text.append('[');
        for (Json item : items) {
            text.append(before);
            value(item);
            before = ",";
        }
        text.append(']');
    }

    /** Section 3.2.2.3. What a double does not hold exactly as it was written would make two texts one token. */
    private static String number(String number) throws ForeignRejected {
        double value = Double.parseDouble(number);
        try {
            String canonical = NumberToJSON.serializeNumber(value);
            if (new BigDecimal(canonical).compareTo(new BigDecimal(number)) == 0) {
                return canonical;
            }
        } catch (IOException | ArithmeticException | NumberFormatException _) {
            // falls through: infinite, or an exponent beyond all bounds
        }
        throw new ForeignRejected(
                Reason.AMBIGUOUS_NUMBER, "a number says more than a double holds (RFC 7493 section 2.2)");
    }

    /** Section 3.2.2.2. */
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
                default -> text.append(c >= ' ' ? String.valueOf(c) : "\\u%04x".formatted((int) c));
            }
        }
        text.append('"');
    }
}
