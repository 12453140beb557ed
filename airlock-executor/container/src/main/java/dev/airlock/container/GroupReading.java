package dev.airlock.container;

import dev.airlock.container.ControlGroups.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the kernel's own files say of a container's groups, whoever made these. */
record GroupReading(ControlGroups groups) {
    /** The kernel counts in batches of 32 pages a processor (mm/memcontrol.c, v6.12), so a full group can be short by a few. */
    private static final long BATCH_BYTES = 2 << 20;

    /** A sentence for each limit that is not as it was asked for, by the kernel's own files; none if all are. */
    List<String> open(String group, int process, long memoryBytes, int processes) {
        List<String> open = new ArrayList<>();
        String memory = groups.hierarchy() == Hierarchy.V2 ? "memory.max" : "memory.limit_in_bytes";
        holds(group, memory, memoryBytes, process).ifPresent(open::add);
        holds(group, "pids.max", processes, process).ifPresent(open::add);
        return open;
    }

    private Optional<String> holds(String group, String limit, long value, int process) {
        for (Path root : groups.roots()) {
            Path file = ControlGroups.under(root, group).resolve(limit);
            try {
                if (Files.exists(file)) {
                    String there = Files.readString(file).strip();
                    if (!there.equals(Long.toString(value))) {
                        return Optional.of(limit + " is " + there + ", not " + value);
                    }
                    boolean in = Files.readAllLines(
                                    ControlGroups.under(root, group).resolve("cgroup.procs"))
                            .contains(Integer.toString(process));
                    return in ? Optional.empty() : Optional.of("it is not in the group of its " + limit);
                }
            } catch (IOException e) {
                return Optional.of(limit + " cannot be read: " + e.getMessage());
            }
        }
        return Optional.of("there is no " + limit);
    }

    /** Whether so much memory was in use at once that the kernel ends somebody for it. False if that cannot be told. */
    boolean wasFull(String group, long bytes) {
        try {
            Path outer = ControlGroups.under(groups.memoryRoot(), group);
            if (groups.hierarchy() == Hierarchy.V2) {
                return Files.readAllLines(outer.resolve("memory.events")).stream()
                        .anyMatch(line -> line.startsWith("oom_kill ") && !line.equals("oom_kill 0"));
            }
            String most = Files.readString(outer.resolve("memory.max_usage_in_bytes"));
            String limit = Files.readString(outer.resolve("memory.limit_in_bytes"));
            long allowed = Math.min(bytes, Long.parseLong(limit.strip()));
            return Long.parseLong(most.strip()) >= allowed - BATCH_BYTES;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
