package dev.airlock.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which users and groups this process may give to others: those that its user namespace maps (user_namespaces(7)). The host's root has all of
 * them; root of a namespace that an ordinary user has made has itself and the subordinate ones.
 *
 * @param self the effective user of this process, as its namespace counts
 * @param users what {@code /proc/self/uid_map} says
 * @param groups what {@code /proc/self/gid_map} says
 */
record UserMap(long self, List<Extent> users, List<Extent> groups) {
    private static final Path PROC = Path.of("/proc/self");
    private static final long ALL = 0xFFFF_FFFFL;

    /** All users of a host are here under their own numbers. */
    static final UserMap HOST = new UserMap(0, List.of(new Extent(0, 0, ALL)), List.of(new Extent(0, 0, ALL)));

    /** Below are accounts of the system, and whoever has made the namespace. */
    private static final int FIRST_ORDINARY = 1024;
    /** Whoever is not mapped shows as 65534 (proc(5), overflowuid), and 65535 was nobody's number for long. */
    private static final int OVERFLOW = 65_534;

    private static final int OVERFLOWS = 2;

    UserMap {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
    }

    /**
     * So many numbers in a row.
     *
     * @param inside the first of them here
     * @param outside the same in the namespace around this one
     */
    record Extent(long inside, long outside, long count) {
        private boolean has(long first, long wanted) {
            return first >= inside && first + wanted <= inside + count;
        }
    }

    /** @throws ContainerFailed if /proc does not show it */
    static UserMap ofThisProcess() throws ContainerFailed {
        try {
            String self = Containment.find(Files.readAllLines(PROC.resolve("status")), "Uid")
                    .orElseThrow(() -> new IOException("no users in " + PROC + "/status"))
                    .split("\\s+", -1)[1];
            return new UserMap(
                    Long.parseLong(self),
                    extents(Files.readAllLines(PROC.resolve("uid_map"))),
                    extents(Files.readAllLines(PROC.resolve("gid_map"))));
        } catch (IOException | NumberFormatException e) {
            throw new ContainerFailed("/proc does not say which users are mapped: " + e.getMessage(), e);
        }
    }

    /** Of lines such as {@code 1 100000 65536}. */
    static List<Extent> extents(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length == 3)
                .map(words -> new Extent(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])))
                .toList();
    }

    /** Whether root here is the host's root, as far as users go. */
    boolean isHosts() {
        return users.equals(HOST.users) && groups.equals(HOST.groups);
    }

    /**
     * The blocks of {@code size} users that containers may have, as far as this map goes: mapped as users and as groups, and nobody's account here.
     *
     * <p>They are counted, and their locks named, by the numbers outside: two executors of one user share those and not the ones inside. A block
     * begins at a multiple of its size, so that two overlap wholly or not at all, whatever is mapped to them.
     */
    List<HostUsers.Block> blocks(int size) {
        List<HostUsers.Block> blocks = new ArrayList<>();
        for (Extent extent : users) {
            long shift = extent.outside - extent.inside;
            long from = Math.max(extent.inside, FIRST_ORDINARY) + shift;
            for (long at = Math.ceilDiv(from, size) * (long) size; extent.has(at - shift, size); at += size) {
                if (mayGive(at - shift, size)) {
                    blocks.add(new HostUsers.Block(Long.toString(at), (int) (at - shift)));
                }
            }
        }
        return blocks;
    }

    private boolean mayGive(long first, int size) {
        boolean overflow = first < OVERFLOW + OVERFLOWS && OVERFLOW < first + size;
        return !overflow
                && first + size <= Integer.MAX_VALUE
                && groups.stream().anyMatch(group -> group.has(first, size));
    }

    /** Who root of this namespace is outside; 0 for the host's. */
    long outside() {
        return users.stream()
                .filter(extent -> extent.has(self, 1))
                .mapToLong(extent -> extent.outside + self - extent.inside)
                .findFirst()
                .orElse(OVERFLOW);
    }
}
