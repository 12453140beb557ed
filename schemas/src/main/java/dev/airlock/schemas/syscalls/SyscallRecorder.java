package dev.airlock.schemas.syscalls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes down what one guest calls, in bounded memory. For one thread: the guest's own.
 *
 * <p>Numbers come from the guest: those without a name are told apart up to {@link #MAX_UNKNOWN}, then counted together.
 */
public final class SyscallRecorder {
    /** Violations kept by name; the guest ends at the first, so more come only from a monitor that does not end it. */
    public static final int MAX_VIOLATIONS = 64;

    /** Different unknown numbers kept by name. */
    public static final int MAX_UNKNOWN = 64;

    private static final String OTHERS = "sys_nr_others";
    private static final int BATCH = 128;

    private final SyscallNames names;
    private final long[] known = new long[SyscallNames.LIMIT];
    private final Map<String, Long> unknown = new TreeMap<>();
    private final List<Ruling.Violation> violations = new ArrayList<>();
    private final MessageDigest hash = sha256();
    /** Calls that are counted and not yet hashed, so that the guest does not wait for the hash of each. */
    private final int[] batch = new int[BATCH];

    private int batched;
    private long total;

    public SyscallRecorder(SyscallNames names) {
        this.names = names;
    }

    /** Takes down one call and what was said to it; to be called before the call is answered. */
    public void record(int number, Ruling ruling) {
        total++;
        if (names.isKnown(number)) {
            known[number]++;
        } else {
            count(names.linuxName(number));
        }
        if (batched == BATCH) {
            flush();
        }
        batch[batched++] = number;
        if (ruling instanceof Ruling.Violation violation && violations.size() < MAX_VIOLATIONS) {
            violations.add(violation);
        }
    }

    /** Calls taken down so far. */
    public long total() {
        return total;
    }

    /** Ends the recording. The recorder is spent afterwards. */
    public SyscallTrace finish() {
        flush();
        Map<String, Long> counts = new TreeMap<>(unknown);
        for (int number = 0; number < known.length; number++) {
            if (known[number] > 0) {
                counts.put(names.linuxName(number), known[number]);
            }
        }
        return new SyscallTrace(total, counts, "sha256:" + HexFormat.of().formatHex(hash.digest()), violations);
    }

    private void count(String name) {
        boolean room = unknown.size() < MAX_UNKNOWN || unknown.containsKey(name);
        unknown.merge(room ? name : OTHERS, 1L, Long::sum);
    }

    private void flush() {
        for (int i = 0; i < batched; i++) {
            hash.update(names.linuxName(batch[i]).getBytes(StandardCharsets.US_ASCII));
            hash.update((byte) '\n');
        }
        batched = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
