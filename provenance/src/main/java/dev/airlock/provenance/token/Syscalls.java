package dev.airlock.provenance.token;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The system calls of one run.
 *
 * @param counts how often each name was called, at least once; at most 512 names
 * @param total the sum of the counts
 * @param sequenceHash SHA-256 of the names in the order of the calls, each in ASCII and followed by one line feed
 */
public record Syscalls(SortedMap<String, Long> counts, long total, Sha256 sequenceHash) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");
    private static final int NAMES_MAX = 512;

    /** @throws IllegalArgumentException if a name or count is out of range, or the total is not their sum */
    public Syscalls {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        if (counts.size() > NAMES_MAX) {
            throw new IllegalArgumentException("erin.syscalls.counts has more than " + NAMES_MAX + " names");
        }
        long sum = 0;
        for (var entry : counts.entrySet()) {
            if (!NAME.matcher(entry.getKey()).matches() || entry.getValue() < 1) {
                throw new IllegalArgumentException("erin.syscalls.counts needs plain names and counts of 1 or more");
            }
            Checks.count("erin.syscalls.counts", entry.getValue());
            sum += entry.getValue(); // 512 counts of 2^53 do not overflow
        }
        Checks.count("erin.syscalls.total", total);
        if (sum != total) {
            throw new IllegalArgumentException("erin.syscalls.total is " + total + ", but the counts add up to " + sum);
        }
    }
}
