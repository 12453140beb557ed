package dev.airlock.schemas.routes;

/** The form of an intent's name: segments of ASCII letters, digits, {@code _ - .}, separated by single colons. */
public final class IntentName {
    /** Characters, at most. */
    public static final int MAX_LENGTH = 128;

    private IntentName() {}

    /** Whether a name has the right form; whether there is a route for it is another question. */
    public static boolean isWellFormed(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return false;
        }
        char previous = ':';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ':' ? previous == ':' : !isSegmentCharacter(c)) {
                return false;
            }
            previous = c;
        }
        return previous != ':';
    }

    private static boolean isSegmentCharacter(char c) {
        return isBetween('a', c, 'z') || isBetween('A', c, 'Z') || isBetween('0', c, '9') || "_-.".indexOf(c) >= 0;
    }

    private static boolean isBetween(char first, char c, char last) {
        return first <= c && c <= last;
    }
}
