package dev.airlock.snaft.decide.destruct;

/** How a word of the payload is shown in a message: short, and in characters that a terminal only prints. */
final class Sight {
    private static final int LENGTH_MAX = 64;

    private Sight() {}

    static String of(String word) {
        StringBuilder shown = new StringBuilder();
        word.chars().limit(LENGTH_MAX).forEach(c -> shown.append(c > ' ' && c <= '~' ? (char) c : '?'));
        return shown.toString();
    }
}
