package dev.airlock.ledger.audit.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What is done to one place of a token's JSON.
 *
 * @param path which: names with dots between them, and {@code []} for any member of a list, as in {@code erin.violations[].what}
 */
record FieldChange(String path, Deed deed) {
    private static final JsonNodeFactory VALUES = JsonNodeFactory.instance;

    /** What can be done. */
    enum Deed {
        /** It says something else of the same type; a list says one thing more. */
        CHANGE,
        /** It is gone. */
        REMOVE,
        /** Something stands beside it that nobody knows; in a list the same again. */
        ADD
    }

    /** All that can be done to tokens like these: every deed at every path that one of them has. */
    static List<FieldChange> all(Collection<ObjectNode> tokens) {
        Set<String> paths = new TreeSet<>();
        tokens.forEach(token -> paths.addAll(paths(token)));
        List<FieldChange> all = new ArrayList<>();
        paths.forEach(path -> List.of(Deed.values()).forEach(deed -> all.add(new FieldChange(path, deed))));
        all.sort(Comparator.comparing(FieldChange::path).thenComparing(FieldChange::deed));
        return List.copyOf(all);
    }

    static Set<String> paths(ObjectNode token) {
        Set<String> paths = new TreeSet<>();
        walk(token, "", (path, _) -> paths.add(path));
        return paths;
    }

    /** Does it to this token, which has the path. */
    void to(ObjectNode token, Random random) {
        List<Spot> spots = new ArrayList<>();
        walk(token, "", (found, spot) -> {
            if (found.equals(path)) {
                spots.add(spot);
            }
        });
        Spot spot = spots.get(random.nextInt(spots.size()));
        switch (deed) {
            case CHANGE -> spot.put(other(spot.value(), random));
            case REMOVE -> spot.remove();
            case ADD -> spot.addBeside();
        }
    }

    /** One member of an object or a list. */
    private record Spot(JsonNode owner, String name, int index) {
        JsonNode value() {
            return owner instanceof ObjectNode object ? object.get(name) : owner.get(index);
        }

        void put(JsonNode value) {
            if (owner instanceof ObjectNode object) {
                object.set(name, value);
            } else {
                ((ArrayNode) owner).set(index, value);
            }
        }

        void remove() {
            if (owner instanceof ObjectNode object) {
                object.remove(name);
            } else {
                ((ArrayNode) owner).remove(index);
            }
        }

        void addBeside() {
            if (owner instanceof ObjectNode object) {
                object.put(name + "_", 1);
            } else {
                ((ArrayNode) owner).add(value().deepCopy());
            }
        }
    }

    private static void walk(JsonNode owner, String above, BiConsumer<String, Spot> each) {
        if (owner instanceof ObjectNode object) {
            object.propertyStream().forEach(member -> {
                String path = above.isEmpty() ? member.getKey() : above + "." + member.getKey();
                each.accept(path, new Spot(object, member.getKey(), -1));
                walk(member.getValue(), path, each);
            });
        } else if (owner instanceof ArrayNode list) {
            for (int at = 0; at < list.size(); at++) {
                each.accept(above + "[]", new Spot(list, "", at));
                walk(list.get(at), above + "[]", each);
            }
        }
    }

    private static JsonNode other(JsonNode value, Random random) {
        JsonNode other = value.deepCopy();
        return switch (other) {
            case ArrayNode list -> list.add("more");
            case ObjectNode object -> object.put("more", 1);
            case JsonNode text when text.isTextual() -> VALUES.textNode(changed(text.textValue(), random));
            case JsonNode number
            when number.isNumber() -> VALUES.numberNode(number.longValue() + 1 + random.nextInt(5));
            case JsonNode flag when flag.isBoolean() -> VALUES.booleanNode(!flag.booleanValue());
            default -> throw new AssertionError(value + " is nothing that a token has");
        };
    }

    private static String changed(String text, Random random) {
        int at = random.nextInt(text.length());
        char fresh = text.charAt(at) == '1' ? '2' : '1';
        return text.substring(0, at) + fresh + text.substring(at + 1);
    }
}
