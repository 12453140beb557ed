package dev.airlock.snaft.wire;

import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The fields of one table of a file. What does not fit is put down as a fault and read as a default, so that all faults of a file are told
 * at once.
 */
final class Fields {
    /** More faults than this are not told at once. */
    static final int FAULTS_MAX = 50;

    private final Map<String, Located> fields;
    private final Place place;
    private final List<Fault> faults;

    private Fields(Map<String, Located> fields, Place place, List<Fault> faults) {
        this.fields = fields;
        this.place = place;
        this.faults = faults;
    }

    /**
     * The fields of a table.
     *
     * @param what the thing that has them, for faults
     * @param known the names that may be there
     */
    static Fields of(Located from, String what, List<Fault> faults, String... known) {
        if (!(from instanceof Located.Table(Map<String, Located> fields, Place place))) {
            put(faults, from.place(), what + " is no object; write {...}");
            return new Fields(Map.of(), from.place(), faults);
        }
        fields.forEach((name, value) -> {
            if (!List.of(known).contains(name)) {
                put(
                        faults,
                        value.place(),
                        "'" + name + "' means nothing in " + what + "; it has " + String.join(", ", known));
            }
        });
        return new Fields(fields, place, faults);
    }

    static void put(List<Fault> faults, Place place, String text) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new Fault(place, text));
        }
    }

    void fault(Place at, String text) {
        put(faults, at, text);
    }

    Place place() {
        return place;
    }

    Place placeOf(String name) {
        return has(name) ? fields.get(name).place() : place;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A text of 1 to {@code most} printable characters; empty text if it is none. */
    String text(String name, int most) {
        Optional<Located> found = required(name);
        if (found.isEmpty()) {
            return "";
        }
        if (found.get() instanceof Located.Text(String value, Place _)
                && !value.isBlank()
                && value.length() <= most
                && value.codePoints().noneMatch(Fields::unprintable)) {
            return value;
        }
        fault(found.get().place(), name + " is no line of 1 to " + most + " printable characters");
        return "";
    }

    private static boolean unprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** A whole number in a range; the least one if it is none. */
    int whole(String name, int least, int most) {
        Optional<Located> found = required(name);
        if (found.isPresent()
                && found.get() instanceof Located.Whole(long value, Place _)
                && value >= least
                && value <= most) {
            return (int) value;
        }
        found.ifPresent(one -> fault(one.place(), name + " is no whole number of " + least + " to " + most));
        return least;
    }

    /** One of the values whose label it is; the first if it is none. */
    <T> T oneOf(String name, List<T> values, Function<T, String> label) {
        return required(name)
                .flatMap(found -> {
                    Optional<T> meant = values.stream()
                            .filter(value -> found instanceof Located.Text(String text, Place _)
                                    && label.apply(value).equals(text))
                            .findFirst();
                    if (meant.isEmpty()) {
                        fault(
                                found.place(),
                                name + " is none of "
                                        + String.join(
                                                ", ", values.stream().map(label).toList()));
                    }
                    return meant;
                })
                .orElse(values.getFirst());
    }

    /** The items of a list that may be missing, at most so many. */
    List<Located> optionalRow(String name, int most) {
        return has(name) ? row(name, 0, most) : List.of();
    }

    /** The items of a list. */
    List<Located> row(String name, int least, int most) {
        Optional<Located> found = required(name);
        if (found.isEmpty()) {
            return List.of();
        }
        return items(found.get(), name, least, most, faults);
    }

    static List<Located> items(Located from, String what, int least, int most, List<Fault> faults) {
        if (from instanceof Located.Row(List<Located> items, Place at)) {
            if (items.size() < least || items.size() > most) {
                put(faults, at, what + " has " + items.size() + " entries; it needs " + least + " to " + most);
            }
            return new ArrayList<>(items.subList(0, Math.min(items.size(), most)));
        }
        put(faults, from.place(), what + " is no list; write [...]");
        return List.of();
    }

    /** The fields of a table by name, if it is there. */
    Stream<Map.Entry<String, Located>> optionalTable(String name) {
        if (!has(name)) {
            return Stream.empty();
        }
        if (fields.get(name) instanceof Located.Table(Map<String, Located> table, Place _)) {
            return table.entrySet().stream();
        }
        fault(placeOf(name), name + " is no object; write {...}");
        return Stream.empty();
    }

    private Optional<Located> required(String name) {
        if (!has(name)) {
            fault(place, name + " is missing");
        }
        return Optional.ofNullable(fields.get(name));
    }
}
