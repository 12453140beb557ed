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

    /** Removes a group that its runtime could not, since it was killed; nothing if it is gone. */
    void sweep(String group) {
        for (Path root : roots) {
            try {
                Files.deleteIfExists(root.resolve(group.substring(1)));
            } catch (IOException e) {
                // Somebody is still in it, and it goes with the next sweep.
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
