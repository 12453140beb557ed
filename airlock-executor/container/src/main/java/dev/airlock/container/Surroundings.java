package dev.airlock.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How an OCI runtime is started: in a session, a mount namespace and a process namespace of its own, all of which end with the thread
 * that started it. In its mount namespace it sees the image and its bundle at places that every user may reach, and no second
 * hierarchy of control groups, with which crun does not work.
 *
 * @param runtime the runtime
 * @param groups how limits are kept
 */
record Surroundings(ContainerRuntime runtime, ControlGroups groups) {
    /** Where the runtime finds the image's root. */
    static final String ROOT = "/run/airlock/root";
    /** Where it finds the bundle. */
    static final String BUNDLE = "/run/airlock/bundle";
    /** The name of the socket in the bundle. */
    static final String SOCKET = "s";

    /**
     * Of $1 image, $2 bundle, $3 what to unmount or nothing, $4 the groups to come into, and then the command. What a namespace of an ordinary user
     * begins with is locked (mount_namespaces(7)), so that is covered; crun makes no groups then, and looks at what is on top.
     */
    private static final String SCRIPT = """
            set -e
            for group in $4; do
                echo 0 > "$group"
            done
            mount -t tmpfs -o mode=0755,size=1m,nosuid,nodev airlock /run
            mkdir -p %1$s %2$s
            mount --bind "$1" %1$s
            mount --bind "$2" %2$s
            [ -z "$3" ] || umount "$3" 2> /dev/null || mount -t tmpfs -o mode=0755,size=4k,ro airlock "$3"
            shift 4
            exec "$@"
            """.formatted(ROOT, BUNDLE);

    /** The words of the command that becomes the container {@code name}. Its standard streams are the container's. */
    List<String> command(Path root, Path bundle, String name) {
        return inside(
                root,
                bundle,
                name,
                List.of(
                        runtime.program().toString(),
                        "--root",
                        "/run/airlock/state",
                        "--cgroup-manager",
                        groupKeeper(),
                        "run",
                        "--bundle",
                        BUNDLE,
                        name));
    }

    /** Who keeps a container's groups, as the runtime calls it. */
    String groupKeeper() {
        return groups.madeByRuntime() ? "cgroupfs" : "disabled";
    }

    /** The words that start a command there, within the groups of the container {@code name} where those are ours to make. */
    List<String> inside(Path root, Path bundle, String name, List<String> command) {
        List<String> words = new ArrayList<>(List.of(
                "setsid",
                "setpriv",
                "--pdeathsig",
                "KILL",
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "--propagation",
                "private",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                root.toString(),
                bundle.toString(),
                groups.hidden(),
                groups.joins("/" + name)));
        words.addAll(command);
        return words;
    }
}
