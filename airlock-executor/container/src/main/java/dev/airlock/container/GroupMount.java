package dev.airlock.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A hierarchy of control groups as it is mounted.
 *
 * @param unified whether it is the one for all controllers
 * @param shown which part of it is seen, {@code /} for all
 * @param at where
 * @param controllers those of it; of the one for all none are said here
 */
record GroupMount(boolean unified, Path shown, Path at, List<String> controllers) {
    GroupMount {
        controllers = List.copyOf(controllers);
    }

    /** Those in lines of mountinfo (proc(5)): 36 35 98:0 /shown /at rw shared:1 - cgroup cgroup rw,memory. */
    static List<GroupMount> of(List<String> lines) {
        List<GroupMount> mounts = new ArrayList<>();
        for (String line : lines) {
            int dash = line.indexOf(" - ");
            String[] left = line.split(" ", -1);
            if (dash < 0 || left.length < 5) {
                continue;
            }
            String[] right = line.substring(dash + 3).split(" ", -1);
            boolean unified = right[0].equals("cgroup2");
            if (unified || right[0].equals("cgroup")) {
                List<String> controllers = List.of(right[right.length - 1].split(",", -1));
                mounts.add(
                        new GroupMount(unified, Path.of(left[3]), Path.of(left[4]), unified ? List.of() : controllers));
            }
        }
        return mounts;
    }

    /** Where a group of this path is seen, if it is. */
    boolean shows(Path group) {
        return group.startsWith(shown);
    }

    Path folder(Path group) {
        return at.resolve(shown.relativize(group)).normalize();
    }
}
