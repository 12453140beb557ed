package dev.airlock.selftest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what JUnit's ConsoleLauncher says with {@code --details=testfeed}, line by line, and tells what people want to know of it. What
 * it does not understand it keeps for the case that there is no verdict.
 */
final class Transcript implements Hearing {
    private static final Pattern OUTCOME =
            Pattern.compile("(?:JUnit Jupiter > )?(.+) :: (STARTED|SUCCESSFUL|FAILED|ABORTED|SKIPPED)");
    private static final Pattern COUNT =
            Pattern.compile("\\[ *([0-9]{1,9}) ((?:tests|containers) (?:found|successful|failed)) *]");
    private static final Set<String> COUNTS =
            Set.of("tests found", "tests successful", "tests failed", "containers failed");
    private static final String ABORTED = "^org\\.opentest4j\\.TestAbortedException: (Assumption failed: )?";
    private static final int LAST_WORDS = 20;

    private final Consumer<String> tell;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Deque<String> lastWords = new ArrayDeque<>();
    private Optional<Integer> exit = Optional.empty();
    private String running = "none";
    /** How many lines of explanation the last outcome still gets. */
    private int explained;

    Transcript(Consumer<String> tell) {
        this.tell = tell;
    }

    @Override
    public void accept(String raw) {
        String line = raw.stripTrailing();
        Matcher outcome = OUTCOME.matcher(line);
        Matcher count = COUNT.matcher(line);
        if (line.startsWith(EXIT)) {
            exit = Optional.of(Integer.parseInt(line.substring(EXIT.length())));
        } else if (outcome.matches()) {
            outcome(outcome.group(1), outcome.group(2));
        } else if (count.matches()) {
            counts.put(count.group(2), Integer.parseInt(count.group(1)));
        } else if (line.startsWith("\t") && explained > 0) {
            explained--;
            tell.accept("      " + line.strip().replaceFirst(ABORTED, ""));
        } else if (!line.isEmpty()) {
            explained = 0;
            remember(line);
        }
    }

    private void outcome(String test, String how) {
        running = how.equals("STARTED") ? test : running;
        explained = switch (how) {
            case "FAILED" -> Integer.MAX_VALUE;
            case "ABORTED", "SKIPPED" -> 1;
            default -> 0;
        };
        switch (how) {
            case "SUCCESSFUL" -> tell.accept("ok    " + test);
            case "FAILED" -> tell.accept("FAIL  " + test);
            case "ABORTED", "SKIPPED" -> tell.accept("skip  " + test);
            default -> {}
        }
    }

    private void remember(String line) {
        lastWords.addLast(line);
        if (lastWords.size() > LAST_WORDS) {
            lastWords.removeFirst();
        }
    }

    /** The JVM of the tests was a child of ours and ended so. */
    void ended(int code) {
        exit = Optional.of(code);
    }

    @Override
    public String running() {
        return running;
    }

    @Override
    public Tally tally() throws SelftestFailed {
        if (exit.isEmpty() || !counts.keySet().containsAll(COUNTS)) {
            throw new SelftestFailed("the tests did not come to their end\n" + String.join("\n", lastWords), "");
        }
        if (counts.get("tests found") == 0) {
            throw new SelftestFailed("no test was found\n" + String.join("\n", lastWords), "");
        }
        return new Tally(
                counts.get("tests found"),
                counts.get("tests successful"),
                counts.get("tests failed") + counts.get("containers failed"),
                exit.get());
    }
}
