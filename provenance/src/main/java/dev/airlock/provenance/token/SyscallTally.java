package dev.airlock.provenance.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeMap;

/** Counts the system calls of one run as they come, in constant memory. For one thread; used once. */
public final class SyscallTally {
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private final MessageDigest sequence = Sha256.digest();
    private long total;

    /** One more call of this name: lower-case letters, digits and underscores. */
    public void add(String name) {
        counts.merge(name, 1L, Long::sum);
        sequence.update(name.getBytes(StandardCharsets.US_ASCII));
        sequence.update((byte) '\n');
        total++;
    }

    /** How many calls there have been. */
    public long total() {
        return total;
    }

    /** The account; nothing may be added afterwards. */
    public Syscalls finish() {
        return new Syscalls(counts, total, Sha256.ofDigest(sequence.digest()));
    }
}
