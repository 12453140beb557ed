package dev.airlock.schemas.scan;

import dev.airlock.schemas.syscalls.ReviewedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The table of {@code scan.json}: which substrings of a payload hint at which system call, case-sensitive. It is easily evaded and
 * easily set off by innocent words, so it only ever hints; what a program may call, its syscall policy says. Immutable, for any thread.
 */
public final class PayloadScan {
    private final List<Hint> hints;
    private final List<Hint> fast;

    private record Row(String pseudoSyscall, List<String> patterns) {}

    private record Table(String comment, List<Row> hints, List<String> fast) {}

    private PayloadScan(Table table) {
        hints = table.hints().stream()
                .flatMap(row -> row.patterns().stream().map(pattern -> new Hint(row.pseudoSyscall(), pattern)))
                .toList();
        Set<String> quick = new HashSet<>(table.fast());
        fast = hints.stream().filter(hint -> quick.contains(hint.pattern())).toList();
        if (fast.size() != quick.size()) {
            throw new IllegalStateException("scan.json: 'fast' names a pattern that 'hints' does not have");
        }
    }

    /** The reviewed table. */
    public static PayloadScan load() {
        return new PayloadScan(ReviewedFile.read("/scan.json", Table.class));
    }

    /** Every hint of the table whose pattern is in {@code text}, in the table's order, each once. Linear in the text. */
    public List<Hint> scan(String text) {
        return found(hints, text);
    }

    /** As {@link #scan}, with the five patterns of the fast profile only. */
    public List<Hint> scanFast(String text) {
        return found(fast, text);
    }

    /** Every row of the table, one pattern each, in order. */
    public List<Hint> table() {
        return hints;
    }

    private static List<Hint> found(List<Hint> table, String text) {
        List<Hint> found = new ArrayList<>();
        for (Hint hint : table) {
            if (text.contains(hint.pattern())) {
                found.add(hint);
            }
        }
        return List.copyOf(found);
    }
}
