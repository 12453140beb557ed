package dev.airlock.snaft.decide.destruct;

import dev.airlock.snaft.decide.destruct.CommandReader.Reading;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a text is worth reading as commands: it holds a word that some deed needs, as the reading would put it together. Most programs hold
 * none, and this costs a twentieth of the reading. It may be wrong in one direction only: what it passes over holds no deed.
 */
final class Suspicion {
    /** Programs and calls that a deed begins with. Each ends its token, so no letter, digit or underscore follows. */
    private static final List<String> NAMES =
            List.of("rm", "chmod", "chown", "rmtree", "systemctl", "shutdown", "init");
    /** Without it nothing names a disk. */
    private static final String DEVICES = "dev/";

    private static final Set<Reading> ALL = Collections.unmodifiableSet(EnumSet.allOf(Reading.class));
    private static final Set<Reading> NONE = Set.of();

    private Suspicion() {}

    /** The readings in which it is, in their order. Without a backslash both take the same out of words, so it is asked once. */
    static Set<Reading> readings(String text) {
        if (text.indexOf('\\') < 0) {
            return isIn(text, Reading.SHELL) ? ALL : NONE;
        }
        Set<Reading> readings = EnumSet.allOf(Reading.class);
        readings.removeIf(reading -> !isIn(text, reading));
        return readings;
    }

    static boolean isIn(String text, Reading reading) {
        String bare = bare(text, reading);
        if (bare.contains(DEVICES)) {
            return true;
        }
        for (String name : NAMES) {
            if (ends(bare, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ends(String bare, String name) {
        for (int at = bare.indexOf(name); at >= 0; at = bare.indexOf(name, at + 1)) {
            int end = at + name.length();
            if (end == bare.length() || !isOfWord(bare.charAt(end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** The text without what {@link CommandReader} takes out of the middle of words, and with a blank where an escape ends one. */
    private static String bare(String text, Reading reading) {
        char[] bare = new char[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"' || (c == '$' && isQuoteAt(text, i + 1))) {
                continue;
            }
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                if (escaped != '\n') {
                    bare[length++] = reading == Reading.PROGRAM && "nrt'\"".indexOf(escaped) >= 0 ? ' ' : escaped;
                }
                continue;
            }
            bare[length++] = c;
        }
        return new String(bare, 0, length);
    }

    private static boolean isQuoteAt(String text, int index) {
        return index < text.length() && (text.charAt(index) == '\'' || text.charAt(index) == '"');
    }
}
