package dev.airlock.redteam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one category ended.
 *
 * @param category which
 * @param attackers how many attacked
 * @param held how many got nothing
 * @param escapes why each of the others counts as escaped
 * @param control what honest thing did not go through; empty if all did
 */
public record Row(Category category, int attackers, int held, List<String> escapes, String control) {
    public Row {
        escapes = List.copyOf(escapes);
    }

    /** Whether nothing escaped, and every control went through. */
    boolean holds() {
        return escapes.isEmpty() && control.isEmpty();
    }

    String text() {
        String name = category.name().toLowerCase(Locale.ROOT);
        return "%-26s %9d %6d %8d  %-7s %s"
                .formatted(
                        name,
                        attackers,
                        held,
                        escapes.size(),
                        control.isEmpty() ? "passed" : "FAILED",
                        category.about());
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("category", category.name().toLowerCase(Locale.ROOT));
        fields.put("about", category.about());
        fields.put("attackers", attackers);
        fields.put("held", held);
        fields.put("escapes", escapes);
        fields.put("control", control);
        return fields;
    }
}
