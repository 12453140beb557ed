package dev.airlock.provenance;

import dev.airlock.provenance.token.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes one object in the form of RFC 8785 while its members come, in their canonical order: sorting is the work of whoever wrote the calls, and a member
 * out of order is refused. It has what a token holds: no floating-point number, no null. A stranger's object goes through the general implementation
 * instead. For one thread.
 */
final class CanonicalWriter {
    private static final int USUAL_LENGTH = 2048;
    private static final long INTEGER_LIMIT = 1L << 53;
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH);
    /** The name of the last member of the object that is open; empty if it has none. */
    private String last = "";

    private boolean first = true;

    private CanonicalWriter() {}

    /**
     * The canonical bytes of the object with the members that are written here.
     *
     * @throws IllegalArgumentException if a name is not behind the one before it in UTF-16 units, or an integer is not within 2^53
     */
    static byte[] object(Consumer<CanonicalWriter> members) {
        var writer = new CanonicalWriter();
        writer.nested(members);
        return writer.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    void text(String name, String value) {
        name(name);
        string(value);
    }

    void optionalText(String name, Optional<String> value) {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    void label(String name, Enum<?> value) {
        text(name, Labels.of(value));
    }

    void time(String name, Instant value) {
        text(name, Rfc3339.write(value));
    }

    void optionalTime(String name, Optional<Instant> value) {
        if (value.isPresent()) {
            time(name, value.get());
        }
    }

    /** Section 3.2.2.3: below 2^53 an integer is written as it is. */
    void number(String name, long value) {
        if (value <= -INTEGER_LIMIT || value >= INTEGER_LIMIT) {
            throw new IllegalArgumentException("a token holds integers below 2^53 only");
        }
        name(name);
        text.append(value);
    }

    void flag(String name, boolean value) {
        name(name);
        text.append(value);
    }

    void object(String name, Consumer<CanonicalWriter> members) {
        name(name);
        nested(members);
    }

    void texts(String name, List<String> values) {
        array(name, values, this::string);
    }

    <T> void objects(String name, List<T> values, BiConsumer<CanonicalWriter, T> members) {
        array(name, values, value -> nested(inner -> members.accept(inner, value)));
    }

    private <T> void array(String name, List<T> values, Consumer<T> each) {
        name(name);
        text.append('[');
        boolean follows = false;
        for (T value : values) {
            if (follows) {
                text.append(',');
            }
            each.accept(value);
            follows = true;
        }
        text.append(']');
    }

    private void nested(Consumer<CanonicalWriter> members) {
        String around = last;
        first = true;
        text.append('{');
        members.accept(this);
        text.append('}');
        first = false;
        last = around;
    }

    /** Section 3.2.3: sorted by UTF-16 code units, which is how Java compares strings. */
    private void name(String name) {
        if (!first) {
            if (name.compareTo(last) <= 0) {
                throw new IllegalArgumentException("'" + name + "' does not come behind '" + last + "'");
            }
            text.append(',');
        }
        first = false;
        last = name;
        string(name);
        text.append(':');
    }

    /** Section 3.2.2.2. What needs no escape, which is nearly everything, is copied in one piece. */
    private void string(String value) {
        text.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(value, copied, i);
                escape(c);
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

    private void escape(char c) {
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
