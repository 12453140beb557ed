package dev.airlock.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much memory the control groups leave this process: a unit's {@code MemoryMax}, an engine's {@code mem_limit}. Sources: cgroups(7), and
 * Documentation/admin-guide/cgroup-v2.rst "memory.max", v6.12.
 */
public final class MemoryLimit {
    private static final String CONTROLLER = "memory";
    private static final String ONE_FOR_ALL = "";
    /** The first hierarchies say a number for no limit, that of all pages that can be counted. */
    private static final long NONE_FROM = 1L << 60;

    private MemoryLimit() {}

    /** In bytes; empty if there is none, or if nobody says. */
    public static OptionalLong ofThisProcess() {
        try {
            return of(Files.readAllLines(ControlGroups.MOUNTS), Files.readAllLines(ControlGroups.OURS));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The least of our group's and of those above it.
     *
     * @param mounts lines of {@code /proc/self/mountinfo}
     * @param ours lines of {@code /proc/self/cgroup}
     */
    static OptionalLong of(List<String> mounts, List<String> ours) throws IOException {
        List<GroupMount> seen = GroupMount.of(mounts);
        Optional<GroupMount> single = seen.stream()
                .filter(mount -> mount.controllers().contains(CONTROLLER))
                .findFirst();
        Optional<GroupMount> mount = single.isPresent()
                ? single
                : seen.stream().filter(GroupMount::unified).findFirst();
        Optional<String> group = Delegation.path(ours, single.isPresent() ? CONTROLLER : ONE_FOR_ALL);
        if (mount.isEmpty() || group.isEmpty()) {
            return OptionalLong.empty();
        }
        String file = single.isPresent() ? "memory.limit_in_bytes" : "memory.max";
        Path top = mount.get().at();
        Path own = Path.of(group.get());
        OptionalLong least = OptionalLong.empty();
        // A mount that does not show our group shows, in a container, that group as its top.
        for (Path at = mount.get().shows(own) ? mount.get().folder(own) : top;
                at != null && at.startsWith(top);
                at = at.getParent()) {
            OptionalLong limit = read(at.resolve(file));
            if (limit.isPresent() && (least.isEmpty() || limit.getAsLong() < least.getAsLong())) {
                least = limit;
            }
        }
        return least;
    }

    private static OptionalLong read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        String said = Files.readString(file).strip();
        if (!said.matches("\\d{1,18}")) {
            return OptionalLong.empty();
        }
        long limit = Long.parseLong(said);
        return limit < NONE_FROM ? OptionalLong.of(limit) : OptionalLong.empty();
    }
}
