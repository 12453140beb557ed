package dev.airlock.schemas.syscalls;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a guest called, in short: enough to compare two runs call by call without keeping millions of numbers.
 *
 * @param total calls in all, refused ones too
 * @param counts calls by what was really called ({@code sys_openat}), sorted by that name
 * @param sequence {@code sha256:} and 64 hex digits over the names of the calls in order, each in ASCII and followed by a line feed
 * @param violations in order, duplicates kept, up to {@link SyscallRecorder#MAX_VIOLATIONS}
 */
public record SyscallTrace(long total, Map<String, Long> counts, String sequence, List<Ruling.Violation> violations) {
    public SyscallTrace {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        violations = List.copyOf(violations);
        if (counts.values().stream().mapToLong(Long::longValue).sum() != total) {
            throw new IllegalArgumentException("the counts do not add up to " + total);
        }
    }
}
