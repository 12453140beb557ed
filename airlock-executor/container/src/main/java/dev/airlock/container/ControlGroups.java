package dev.airlock.container;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What control groups this host has, and whether limits can be kept in them. Where not, a program is held by its rlimits alone: address
 * space, files, processes.
 *
 * @param hierarchy how they are mounted
 * @param maker who makes a container's groups
 * @param hidden the mount that a runtime must not see; empty if there is none
 * @param roots where groups are made: one folder for each controller, or one for all
 */
public record ControlGroups(Hierarchy hierarchy, Maker maker, String hidden, List<Path> roots) {
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

    /** Who makes a container's groups, and writes its limits into them. */
    public enum Maker {
        /** The runtime, at the top of each hierarchy: it may where its caller is the host's root. */
        RUNTIME,
        /** We, below the group that this process was started in and that was delegated to its user; the runtime is started within. */
        OURSELVES,
        /** Nobody: no group for memory and for processes can be made. */
        NOBODY
    }

    static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    static final Path OURS = Path.of("/proc/self/cgroup");

    static final List<String> NEEDED = List.of("memory", "pids");
    private static final String ENABLE = "+memory +pids";

    public ControlGroups {
        roots = List.copyOf(roots);
    }

    /** Looks, and tries. */
    public static ControlGroups look() {
        try {
            List<String> mounts = Files.readAllLines(MOUNTS);
            ControlGroups top = of(mounts);
            if (top.usable() && top.trial()) {
                return top;
            }
            return Delegation.of(top, mounts, Files.readAllLines(OURS))
                    .filter(ControlGroups::trial)
                    .orElse(top.by(Maker.NOBODY, top.roots));
        } catch (IOException e) {
            return new ControlGroups(Hierarchy.NONE, Maker.NOBODY, "", List.of());
        }
    }

    /** The same hierarchies, but for where groups are made in them, and by whom. */
    ControlGroups by(Maker other, List<Path> otherRoots) {
        return new ControlGroups(hierarchy, other, hidden, otherRoots);
    }

    /** Whether the kernel bounds what a container makes it keep. */
    public boolean usable() {
        return maker != Maker.NOBODY;
    }

    boolean madeByRuntime() {
        return maker == Maker.RUNTIME;
    }

    /** What these lines of mountinfo say (proc(5)); made by the runtime if both controllers may be there. */
    static ControlGroups of(List<String> lines) {
        List<GroupMount> mounts = GroupMount.of(lines);
        Optional<String> unified = mounts.stream()
                .filter(GroupMount::unified)
                .reduce((_, last) -> last)
                .map(mount -> mount.at().toString());
        List<GroupMount> single =
                mounts.stream().filter(mount -> !mount.unified()).toList();
        if (single.isEmpty()) {
            return unified.map(at -> new ControlGroups(Hierarchy.V2, Maker.RUNTIME, "", List.of(Path.of(at))))
                    .orElseGet(() -> new ControlGroups(Hierarchy.NONE, Maker.NOBODY, "", List.of()));
        }
        boolean both = NEEDED.stream().allMatch(needed -> single.stream()
                .anyMatch(mount -> mount.controllers().contains(needed)));
        return new ControlGroups(
                unified.isPresent() ? Hierarchy.HYBRID : Hierarchy.V1,
                both ? Maker.RUNTIME : Maker.NOBODY,
                unified.orElse(""),
                single.stream().map(GroupMount::at).toList());
    }

    /** Whether a group can be made everywhere. In one hierarchy, the controllers have to be there as well. */
    private boolean trial() {
        String name;
        try {
            name = "/" + Owner.ours().name() + "-trial";
        } catch (IOException e) {
            return false;
        }
        try {
            if (maker == Maker.OURSELVES) {
                prepare(name, 1L << 30, 1);
                return true;
            }
            if (hierarchy == Hierarchy.V2) {
                String controllers = Files.readString(roots.getFirst().resolve("cgroup.controllers"));
                if (!List.of(controllers.strip().split(" ", -1)).containsAll(NEEDED)) {
                    return false;
                }
            }
            for (Path root : roots) {
                Files.createDirectory(under(root, name));
            }
            return true;
        } catch (IOException | ContainerFailed e) {
            return false;
        } finally {
            sweep(name);
        }
    }

    /** The group of the program within a container's own: a runtime removes the inner one, and what the outer one counted stays. */
    static String inner(String group) {
        return group + "/c";
    }

    /**
     * Makes the outer group where memory is counted; the runtime makes the rest, or we do, with the limits of the inner one.
     *
     * @throws ContainerFailed if the kernel does not take one of them
     */
    void prepare(String group, long memoryBytes, int processes) throws ContainerFailed {
        try {
            switch (maker) {
                case NOBODY -> {}
                case RUNTIME -> Files.createDirectory(under(memoryRoot(), group));
                case OURSELVES -> {
                    for (Path root : roots) {
                        makeBoth(root, group);
                    }
                    String memory = hierarchy == Hierarchy.V2 ? "memory.max" : "memory.limit_in_bytes";
                    limit(group, memory, memoryBytes);
                    limit(group, "pids.max", processes);
                }
            }
        } catch (IOException e) {
            throw new ContainerFailed("no control group can be made: " + e, e);
        }
    }

    /**
     * Makes the limit on processes smaller, where we have set it.
     *
     * @throws ContainerFailed if the kernel does not take it
     */
    void lower(String group, int processes) throws ContainerFailed {
        if (maker == Maker.OURSELVES) {
            try {
                limit(group, "pids.max", processes);
            } catch (IOException e) {
                throw new ContainerFailed("the limit on processes cannot be set: " + e, e);
            }
        }
    }

    private void makeBoth(Path root, String group) throws IOException {
        Path outer = Files.createDirectory(under(root, group));
        if (hierarchy == Hierarchy.V2) {
            Files.writeString(outer.resolve("cgroup.subtree_control"), ENABLE, StandardOpenOption.WRITE);
        }
        Files.createDirectory(under(root, inner(group)));
    }

    private void limit(String group, String name, long value) throws IOException {
        for (Path root : roots) {
            Path file = under(root, inner(group)).resolve(name);
            if (Files.exists(file)) {
                Files.writeString(file, Long.toString(value), StandardOpenOption.WRITE);
                return;
            }
        }
        throw new IOException("no hierarchy of " + roots + " has " + name);
    }

    /** The files by which a process comes into the groups that we have made for a container, in words of a shell; empty if its runtime does that. */
    String joins(String group) {
        return maker == Maker.OURSELVES
                ? roots.stream()
                        .map(root -> under(root, inner(group))
                                .resolve("cgroup.procs")
                                .toString())
                        .collect(Collectors.joining(" "))
                : "";
    }

    /** Where memory is counted. */
    Path memoryRoot() throws IOException {
        String file = hierarchy == Hierarchy.V2 ? "cgroup.controllers" : "memory.limit_in_bytes";
        for (Path root : roots) {
            if (Files.exists(root.resolve(file))) {
                return root;
            }
        }
        throw new IOException("no hierarchy of " + roots + " has " + file);
    }

    static Path under(Path root, String group) {
        return root.resolve(group.substring(1));
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

    /**
     * Removes the groups that executors have left which were killed: those whose owner is gone, and of these the empty ones, since the kernel removes no
     * other. Nobody else's: not those of an executor that is there, and none that another process namespace counts.
     */
    void sweepLeft() throws IOException {
        Set<String> left = new HashSet<>();
        for (Path root : usable() ? roots : List.<Path>of()) {
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (DirectoryStream<Path> groups = Files.newDirectoryStream(root, "airlock-*")) {
                for (Path group : groups) {
                    String name = group.getFileName().toString();
                    Optional<Owner> owner = Owner.of(name);
                    if (owner.isPresent() && owner.get().isGone()) {
                        left.add(name);
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        left.forEach(name -> sweep("/" + name));
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
        return switch (maker) {
            case RUNTIME -> name;
            case OURSELVES -> name + " delegated";
            case NOBODY -> name + " unused, rlimits alone";
        };
    }
}
