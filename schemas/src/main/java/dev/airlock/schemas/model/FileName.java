package dev.airlock.schemas.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a file that goes into or comes out of a guest may be called. Whoever takes a file out writes it below a folder of a machine
 * of his, so a name must be harmless on every system: no way up, no root, no device, no blank, nothing that a shell expands.
 */
public final class FileName {
    /** Characters of a whole name. */
    public static final int LENGTH_MAX = 128;
    /** Names joined by slashes. */
    public static final int DEPTH_MAX = 4;

    private static final String PART = "[A-Za-z0-9._][A-Za-z0-9._-]*";
    private static final String DEVICE = "(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?";

    private FileName() {}

    /**
     * The name, if it is one.
     *
     * @throws IllegalArgumentException with the field and what is wrong
     */
    static String check(String field, String name) {
        if (name.isEmpty() || name.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    field + " has " + name.length() + " characters; it needs 1 to " + LENGTH_MAX);
        }
        String[] parts = name.split("/", -1);
        if (parts.length > DEPTH_MAX) {
            throw new IllegalArgumentException(field + " has " + parts.length + " parts; at most " + DEPTH_MAX);
        }
        for (String part : parts) {
            if (!part.matches(PART) || part.endsWith(".")) {
                throw new IllegalArgumentException(
                        field + " must be relative, of letters, digits, '.', '_' and '-', without '.' and '..'");
            }
            if (part.matches(DEVICE)) {
                throw new IllegalArgumentException(field + " has a part that is a device on some systems");
            }
        }
        return name;
    }

    /**
     * Whether these names can be in one folder on every system: all differ, whatever their case, and none is a folder of another.
     *
     * @throws IllegalArgumentException with the field if they cannot, or are more than {@code most}
     */
    public static void checkAll(String field, Collection<String> names, int most) {
        if (names.size() > most) {
            throw new IllegalArgumentException(field + " are " + names.size() + "; at most " + most);
        }
        Set<String> files = new HashSet<>();
        Set<String> folders = new HashSet<>();
        for (String name : names) {
            String folded = check(field, name).toLowerCase(Locale.ROOT);
            if (!files.add(folded)) {
                throw new IllegalArgumentException(field + " hold a name twice, but for its case");
            }
            for (int slash = folded.indexOf('/'); slash > 0; slash = folded.indexOf('/', slash + 1)) {
                folders.add(folded.substring(0, slash));
            }
        }
        if (files.stream().anyMatch(folders::contains)) {
            throw new IllegalArgumentException(field + " hold a name that is a folder of another");
        }
    }
}
