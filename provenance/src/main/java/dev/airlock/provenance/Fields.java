package dev.airlock.provenance;

import static dev.airlock.provenance.TokenRejected.Reason.BAD_FIELD;
import static dev.airlock.provenance.TokenRejected.Reason.MISSING_FIELD;
import static dev.airlock.provenance.TokenRejected.Reason.UNKNOWN_FIELD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.token.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of one JSON object, each to be read by name and type; whatever nobody asked for is an unknown field.
 * Used once, by one thread.
 */
final class Fields {
    private final String path;
    private final ObjectNode node;
    private final Set<String> asked = new HashSet<>();

    /** Makes a value of an object's members. An {@code IllegalArgumentException} becomes a bad field. */
    interface Reading<T> {
        T of(Fields fields) throws TokenRejected;
    }

    private Fields(String path, ObjectNode node) {
        this.path = path;
        this.node = node;
    }

    /** What the reading makes of the object, if it then has no unread member. */
    static <T> T read(String path, JsonNode node, Reading<T> reading) throws TokenRejected {
        if (!(node instanceof ObjectNode object)) {
            throw new TokenRejected(BAD_FIELD, path + " must be an object");
        }
        Fields fields = new Fields(path, object);
        T value;
        try {
            value = reading.of(fields);
        } catch (IllegalArgumentException e) {
            throw new TokenRejected(BAD_FIELD, path + ": " + e.getMessage());
        }
        for (var member : object.properties()) {
            if (!fields.asked.contains(member.getKey())) {
                throw new TokenRejected(UNKNOWN_FIELD, path + " has a member that is not part of version 1");
            }
        }
        return value;
    }

    String text(String name) throws TokenRejected {
        return required(name, optionalText(name));
    }

    Optional<String> optionalText(String name) throws TokenRejected {
        Optional<JsonNode> found = find(name);
        if (found.isPresent() && !found.get().isTextual()) {
            throw bad(name, "not a string");
        }
        return found.map(JsonNode::textValue);
    }

    long number(String name) throws TokenRejected {
        return numberOf(name, required(name, find(name)));
    }

    OptionalLong optionalNumber(String name) throws TokenRejected {
        Optional<JsonNode> found = find(name);
        return found.isPresent() ? OptionalLong.of(numberOf(name, found.get())) : OptionalLong.empty();
    }

    int integer(String name) throws TokenRejected {
        long value = number(name);
        if (value > Integer.MAX_VALUE) {
            throw bad(name, "too large");
        }
        return (int) value;
    }

    boolean flag(String name) throws TokenRejected {
        JsonNode found = required(name, find(name));
        if (!found.isBoolean()) {
            throw bad(name, "not a boolean");
        }
        return found.booleanValue();
    }

    <E extends Enum<E>> E label(String name, Class<E> type) throws TokenRejected {
        return required(name, optionalLabel(name, type));
    }

    <E extends Enum<E>> Optional<E> optionalLabel(String name, Class<E> type) throws TokenRejected {
        Optional<String> label = optionalText(name);
        Optional<E> constant = label.flatMap(text -> Labels.find(type, text));
        if (label.isPresent() && constant.isEmpty()) {
            throw bad(name, "unknown value");
        }
        return constant;
    }

    <T> T object(String name, Reading<T> reading) throws TokenRejected {
        return read(path + "." + name, required(name, find(name)), reading);
    }

    <T> Optional<T> optionalObject(String name, Reading<T> reading) throws TokenRejected {
        Optional<JsonNode> found = find(name);
        return found.isPresent() ? Optional.of(read(path + "." + name, found.get(), reading)) : Optional.empty();
    }

    /** An array of objects; absent means empty. */
    <T> List<T> objects(String name, Reading<T> reading) throws TokenRejected {
        Optional<JsonNode> found = find(name);
        List<T> values = new ArrayList<>();
        if (found.isPresent()) {
            if (!found.get().isArray()) {
                throw bad(name, "not an array");
            }
            for (JsonNode item : found.get()) {
                values.add(read(path + "." + name + "[" + values.size() + "]", item, reading));
            }
        }
        return values;
    }

    /** An array of texts; absent means empty. */
    List<String> texts(String name) throws TokenRejected {
        Optional<JsonNode> found = find(name);
        List<String> values = new ArrayList<>();
        if (found.isPresent()) {
            if (!found.get().isArray()) {
                throw bad(name, "not an array");
            }
            for (JsonNode item : found.get()) {
                if (!item.isTextual()) {
                    throw bad(name, "holds what is no text");
                }
                values.add(item.textValue());
            }
        }
        return values;
    }

    /** Every member as a number, whatever its name. */
    SortedMap<String, Long> numbers() throws TokenRejected {
        SortedMap<String, Long> values = new TreeMap<>();
        for (var member : node.properties()) {
            asked.add(member.getKey());
            values.put(member.getKey(), numberOf("*", member.getValue()));
        }
        return values;
    }

    void expect(String name, String wanted) throws TokenRejected {
        if (!text(name).equals(wanted)) {
            throw bad(name, "must be " + wanted + " here");
        }
    }

    void expect(String name, long wanted) throws TokenRejected {
        if (number(name) != wanted) {
            throw bad(name, "must be " + wanted + " here");
        }
    }

    void expectOptional(String name, Optional<String> wanted) throws TokenRejected {
        if (!optionalText(name).equals(wanted)) {
            throw bad(name, wanted.map(text -> "must be " + text + " here").orElse("must be absent here"));
        }
    }

    <T> T required(String name, Optional<T> value) throws TokenRejected {
        if (value.isEmpty()) {
            throw new TokenRejected(MISSING_FIELD, path + "." + name + " is missing");
        }
        return value.get();
    }

    TokenRejected bad(String name, String why) {
        return new TokenRejected(BAD_FIELD, path + "." + name + ": " + why);
    }

    private Optional<JsonNode> find(String name) {
        asked.add(name);
        return Optional.ofNullable(node.get(name));
    }

    private long numberOf(String name, JsonNode number) throws TokenRejected {
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw bad(name, "not an integer from 0 to 2^53-1");
        }
        long value = number.longValue();
        if (value < 0 || value >= 1L << 53) {
            throw bad(name, "not an integer from 0 to 2^53-1");
        }
        return value;
    }
}
