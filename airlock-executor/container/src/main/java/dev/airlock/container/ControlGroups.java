package dev.airlock.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What control groups this host has, and whether limits can be kept in them. Where not, a program is held by its rlimits alone: address
 * space, files, processes.
 *
 * @param hierarchy how they are mounted
 * @param usable whether a group for memory and one for processes can be made
 * @param hidden the mount that a runtime must not see; empty if there is none
 * @param roots where groups are made: one folder for each controller, or one for all
 */
public record ControlGroups(Hierarchy hierarchy, boolean usable, String hidden, List<Path> roots) {
    /** How control groups are mounted. */
    public enum Hierarchy {
        /** Each controller by itself. */
        V1,
        /** All in one. */
        V2,
        /** Both: the controllers by themselves, and one for all that has none of them. */
        HYBRID,
        /** Not at all. */
        NONE
    }

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    /** The kernel counts in batches of 32 pages a processor (mm/memcontrol.c, v6.12), so a full group can be short by a few. */
    private static final long BATCH_BYTES = 2 << 20;

    private static final List<String> NEEDED = List.of("memory", "pids");

    public ControlGroups {
        roots = List.copyOf(roots);
    }

    /** Looks, and tries. */
    public static ControlGroups look() {
        try {
            ControlGroups seen = of(Files.readAllLines(MOUNTS));
            return new ControlGroups(seen.hierarchy, seen.usable && seen.trial(), seen.hidden, seen.roots);
        } catch (IOException e) {
            return new ControlGroups(Hierarchy.NONE, false, "", List.of());
        }
    }

    /** What these lines of mountinfo say (proc(5)); {@code usable} if both controllers may be there. */
    static ControlGroups of(List<String> mounts) {
        List<Path> single = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Optional<String> unified = Optional.empty();
        for (String line : mounts) {
            int dash = line.indexOf(" - ");
            String[] left = line.split(" ", -1);
            if (dash < 0 || left.length < 5) {
                continue;
            }
            String[] right = line.substring(dash + 3).split(" ", -1);
            if (right[0].equals("cgroup2")) {
                unified = Optional.of(left[4]);
            } else if (right[0].equals("cgroup")) {
                single.add(Path.of(left[4]));
                names.addAll(List.of(right[right.length - 1].split(",", -1)));
            }
        }
        if (single.isEmpty()) {
            return unified.map(at -> new ControlGroups(Hierarchy.V2, true, "", List.of(Path.of(at))))
                    .orElseGet(() -> new ControlGroups(Hierarchy.NONE, false, "", List.of()));
        }
        return new ControlGroups(
                unified.isPresent() ? Hierarchy.HYBRID : Hierarchy.V1,
                names.containsAll(NEEDED),
                unified.orElse(""),
                single);
    }

    /** Whether a group can be made everywhere. In one hierarchy, the controllers have to be there as well. */
    private boolean trial() {
        try {
            if (hierarchy == Hierarchy.V2) {
                String controllers = Files.readString(roots.getFirst().resolve("cgroup.controllers"));
                if (!List.of(controllers.strip().split(" ", -1)).containsAll(NEEDED)) {
                    return false;
                }
            }
            String name = "airlock-trial-" + ProcessHandle.current().pid();
            for (Path root : roots) {
                Path group = root.resolve(name);
                Files.createDirectory(group);
                Files.delete(group);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The group of the program within a container's own: a runtime removes the inner one, and what the outer one counted stays. */
    static String inner(String group) {
        return group + "/c";
    }

    /** Makes the outer group where memory is counted; the runtime makes the rest. */
    void prepare(String group) throws ContainerFailed {
        if (!usable) {
            return;
        }
        try {
            Files.createDirectory(under(memoryRoot(), group));
        } catch (IOException e) {
            throw new ContainerFailed("no control group can be made: " + e, e);
        }
    }

    private Path memoryRoot() throws IOException {
        String file = hierarchy == Hierarchy.V2 ? "cgroup.controllers" : "memory.limit_in_bytes";
        for (Path root : roots) {
            if (Files.exists(root.resolve(file))) {
                return root;
            }
        }
        throw new IOException("no hierarchy of " + roots + " has " + file);
    }

    private static Path under(Path root, String group) {
        return root.resolve(group.substring(1));
    }

    /** A sentence for each limit that is not as it was asked for, by the kernel's own files; none if all are. */
    List<String> open(String group, int process, long memoryBytes, int processes) {
        List<String> open = new ArrayList<>();
        String memory = hierarchy == Hierarchy.V2 ? "memory.max" : "memory.limit_in_bytes";
        holds(group, memory, memoryBytes, process).ifPresent(open::add);
        holds(group, "pids.max", processes, process).ifPresent(open::add);
        return open;
    }

    private Optional<String> holds(String group, String limit, long value, int process) {
        for (Path root : roots) {
            Path file = under(root, group).resolve(limit);
            try {
                if (Files.exists(file)) {
                    String there = Files.readString(file).strip();
                    if (!there.equals(Long.toString(value))) {
                        return Optional.of(limit + " is " + there + ", not " + value);
                    }
                    boolean in = Files.readAllLines(under(root, group).resolve("cgroup.procs"))
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
            Path outer = under(memoryRoot(), group);
            if (hierarchy == Hierarchy.V2) {
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

    /** Removes a group that its runtime could not, since it was killed, and the outer one in any case; nothing if it is gone. */
    void sweep(String group) {
        for (Path root : roots) {
            for (String each : List.of(inner(group), group)) {
                try {
                    Files.deleteIfExists(under(root, each));
                } catch (IOException e) {
                    // Somebody is still in it, and it goes with the next sweep.
                }
            }
        }
    }

    /** For tokens and people, such as {@code cgroup v1}. */
    public String text() {
        String name =
                switch (hierarchy) {
                    case V1 -> "cgroup v1";
                    case V2 -> "cgroup v2";
                    case HYBRID -> "cgroup v1 of a hybrid host";
                    case NONE -> "no cgroups";
                };
        return usable ? name : name + " unused, rlimits alone";
    }
}
