package dev.airlock.container;

import dev.airlock.container.ControlGroups.Hierarchy;
import dev.airlock.container.ControlGroups.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The groups that this process was started in, where somebody has left those to its user. Sources: cgroups(7) "Delegation", and
 * Documentation/admin-guide/cgroup-v2.rst "Delegation" and "No Internal Process Constraint", v6.12.
 */
final class Delegation {
    /** In one hierarchy a group that hands its controllers on has no process of its own, so ours moves below. */
    static final String LEAF = "airlock-executor";

    private static final String CONTROL = "cgroup.subtree_control";

    private Delegation() {}

    /**
     * Where groups can be made below our own; whether the kernel lets us shows when one is made.
     *
     * @param top what is mounted
     * @param mounts lines of {@code /proc/self/mountinfo}
     * @param ours lines of {@code /proc/self/cgroup}
     * @return empty if a controller has no group of ours, or if ours cannot hand its controllers on
     */
    static Optional<ControlGroups> of(ControlGroups top, List<String> mounts, List<String> ours) {
        List<Path> roots = new ArrayList<>();
        List<GroupMount> seen = GroupMount.of(mounts);
        boolean single = top.hierarchy() != Hierarchy.V2;
        for (String controller : single ? ControlGroups.NEEDED : List.of("")) {
            Optional<Path> own = path(ours, controller).flatMap(path -> folder(seen, controller, Path.of(path)));
            Optional<Path> root = single ? own : own.flatMap(Delegation::handingOn);
            if (root.isEmpty() || root.get().toString().matches(".*[\\s*?\\[\\\\].*")) {
                return Optional.empty();
            }
            if (!roots.contains(root.get())) {
                roots.add(root.get());
            }
        }
        return Optional.of(top.by(Maker.OURSELVES, roots));
    }

    /** The path in a line such as {@code 4:memory:/user.slice}; of no controller, that of the one hierarchy. */
    static Optional<String> path(List<String> ours, String controller) {
        return ours.stream()
                .map(line -> line.split(":", 3))
                .filter(words -> words.length == 3)
                .filter(words -> List.of(words[1].split(",", -1)).contains(controller))
                .map(words -> words[2])
                .findFirst();
    }

    /** Where that path is mounted; a mount may show a part of its hierarchy alone. */
    private static Optional<Path> folder(List<GroupMount> mounts, String controller, Path group) {
        return mounts.stream()
                .filter(mount -> controller.isEmpty()
                        ? mount.unified()
                        : mount.controllers().contains(controller))
                .filter(mount -> mount.shows(group))
                .map(mount -> mount.folder(group))
                .findFirst();
    }

    /** The group below which containers get theirs: our own, once we have left it, or the one that we have left before. */
    private static Optional<Path> handingOn(Path own) {
        try {
            if (own.endsWith(LEAF) && handsOn(own.getParent())) {
                return Optional.of(own.getParent());
            }
            Path leaf = own.resolve(LEAF);
            if (!Files.isDirectory(leaf)) {
                Files.createDirectory(leaf);
            }
            write(leaf.resolve("cgroup.procs"), "0");
            try {
                write(own.resolve(CONTROL), "+memory +pids");
            } catch (IOException e) {
                // Others are in it, or it has not got these controllers: back to where we were, as if nothing had been
                // tried.
                write(own.resolve("cgroup.procs"), "0");
                Files.deleteIfExists(leaf);
                return Optional.empty();
            }
            return Optional.of(own);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean handsOn(Path group) throws IOException {
        String on = Files.readString(group.resolve(CONTROL)).strip();
        return List.of(on.split(" ", -1)).containsAll(ControlGroups.NEEDED);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }
}
