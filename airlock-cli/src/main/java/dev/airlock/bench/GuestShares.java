package dev.airlock.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of their snapshot parked guests have copies of, from {@code /proc/self/smaps}: the anonymous pages of each private mapping of the
 * snapshot's file. Source: Documentation/filesystems/proc.rst, v6.12.
 */
final class GuestShares {
    private static final Pattern MAPPING =
            Pattern.compile("^[0-9a-f]+-[0-9a-f]+ (\\S{4}) ([0-9a-f]+) \\S+ (\\d+) *(.*)$");
    private static final Pattern ANONYMOUS = Pattern.compile("^Anonymous: +(\\d+) kB$");
    private static final String SNAPSHOT = "/memfd:airlock-snapshot";

    private GuestShares() {}

    /**
     * KiB of each guest of the snapshot that has most of them: a process may have others. A mapping whose permissions differ in places is
     * several to the kernel: the first begins at the file's first byte. The snapshot's own mapping, which is only read, is no guest.
     */
    static List<Long> read(Iterable<String> smaps) {
        Map<String, List<Long>> byFile = new HashMap<>();
        List<Long> shares = List.of();
        boolean ours = false;
        for (String line : smaps) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                boolean first = Long.parseLong(mapping.group(2), 16) == 0;
                boolean guests = mapping.group(1).endsWith("p")
                        && (!first || mapping.group(1).startsWith("rw"));
                ours = guests && mapping.group(4).startsWith(SNAPSHOT);
                if (ours) {
                    shares = byFile.computeIfAbsent(mapping.group(3), _ -> new ArrayList<>());
                }
                if (ours && first) {
                    shares.add(0L);
                }
                continue;
            }
            Matcher anonymous = ANONYMOUS.matcher(line);
            if (ours && anonymous.matches() && !shares.isEmpty()) {
                shares.set(shares.size() - 1, shares.getLast() + Long.parseLong(anonymous.group(1)));
            }
        }
        return byFile.values().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
    }
}
