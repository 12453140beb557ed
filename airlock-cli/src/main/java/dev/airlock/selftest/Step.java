package dev.airlock.selftest;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One command of a tour.
 *
 * @param words what follows {@code airlock}
 * @param exit the exit code that it must have
 * @param says what must stand in what it prints
 */
record Step(List<String> words, int exit, String says) {
    Step {
        words = List.copyOf(words);
    }

    /** As somebody types it. */
    String typed() {
        return words.stream().map(Step::quoted).collect(Collectors.joining(" ", "airlock ", ""));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9:_./=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
