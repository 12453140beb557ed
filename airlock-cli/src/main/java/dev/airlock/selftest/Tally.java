package dev.airlock.selftest;

import java.util.Map;

/**
 * How the tests ended, as JUnit counts them.
 *
 * @param found tests that were chosen
 * @param passed tests that were successful
 * @param failed tests that failed, and classes that could not be begun or ended
 * @param exit what the JVM of the tests ended with
 */
public record Tally(int found, int passed, int failed, int exit) {
    /** Tests that were not run, each with its reason in the transcript. */
    public int skipped() {
        return Math.max(0, found - passed - failed);
    }

    /** Whether something was tested and nothing failed. */
    public boolean holds() {
        return exit == 0 && failed == 0 && passed > 0;
    }

    /** One line: {@code 58 tests, 0 failed, 1 skipped}. */
    public String text() {
        return "%d tests, %d failed, %d skipped".formatted(found, failed, skipped());
    }

    /** The same for programs. */
    public Map<String, Object> fields() {
        return Map.of("tests", found, "passed", passed, "failed", failed, "skipped", skipped(), "holds", holds());
    }
}
