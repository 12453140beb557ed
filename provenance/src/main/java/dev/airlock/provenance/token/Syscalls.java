package dev.airlock.provenance.token;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The system calls of one run.
 *
 * @param counts how often each name was called, at least once; at most 512 names
 * @param total the sum of the counts
 * @param audited in audit mode, how often each call was made that would have ended the run, by the contract's name; empty in any other mode
 * @param sequenceHash SHA-256 of the names in the order of the calls, each in ASCII and followed by one line feed
 */
public record Syscalls(
        SortedMap<String, Long> counts, long total, Sha256 sequenceHash, Optional<SortedMap<String, Long>> audited) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");
    private static final int NAMES_MAX = 512;

    /** Of a run whose policy was enforced. */
    public Syscalls(SortedMap<String, Long> counts, long total, Sha256 sequenceHash) {
        this(counts, total, sequenceHash, Optional.empty());
    }

    /** @throws IllegalArgumentException if a name or count is out of range, the total is not their sum, or more were audited than there were */
    public Syscalls {
        counts = sorted(counts);
        audited = audited.map(Syscalls::sorted);
        long sum = sum("erin.syscalls.counts", counts);
        Checks.count("erin.syscalls.total", total);
        if (sum != total) {
            throw new IllegalArgumentException("erin.syscalls.total is " + total + ", but the counts add up to " + sum);
        }
        if (audited.isPresent() && sum("erin.syscalls.audited", audited.get()) > total) {
            throw new IllegalArgumentException("erin.syscalls.audited has more calls than there were");
        }
    }

    /** By UTF-16 units, as canonical bytes have them, whatever order the given map has. */
    private static SortedMap<String, Long> sorted(SortedMap<String, Long> calls) {
        var sorted = new TreeMap<String, Long>();
        sorted.putAll(calls);
        return Collections.unmodifiableSortedMap(sorted);
    }

    private static long sum(String field, SortedMap<String, Long> calls) {
        if (calls.size() > NAMES_MAX) {
            throw new IllegalArgumentException(field + " has more than " + NAMES_MAX + " names");
        }
        long sum = 0;
        for (var entry : calls.entrySet()) {
            if (!NAME.matcher(entry.getKey()).matches() || entry.getValue() < 1) {
                throw new IllegalArgumentException(field + " needs plain names and counts of 1 or more");
            }
            Checks.count(field, entry.getValue());
            sum += entry.getValue(); // 512 counts of 2^53 do not overflow
        }
        return sum;
    }
}
