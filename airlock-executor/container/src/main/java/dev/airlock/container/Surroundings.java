package dev.airlock.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How an OCI runtime is started: in a session, a mount namespace and a process namespace of its own, all of which end with the thread
 * that started it. In its mount namespace it sees the image and its bundle at places that every user may reach, and no second
 * hierarchy of control groups, with which crun does not work. What runc is told differently is in {@link Threshold}.
 *
 * @param runtime the runtime
 * @param groups how limits are kept
 */
record Surroundings(ContainerRuntime runtime, ControlGroups groups) {
    /** Where the runtime finds the image's root. */
    static final String ROOT = "/run/airlock/root";
    /** Where it finds the bundle. */
    static final String BUNDLE = "/run/airlock/bundle";
    /** Where it keeps what it knows of its containers; gone with them. */
    private static final String STATE = "/run/airlock/state";

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

    /**
     * Go's scheduler stops a thread by SIGURG, whose handler's last call could then be one that waits for us before we have the listener; Go keeps what
     * is blocked when it begins. A runtime of this kind binds its containers' devices to ours, as these are mounted: so they have to let no program in here. Of $1 what to make when the runtime is gone, $2 whether it may make no groups, and then the runtime. That is gone when the program is there, and
     * who stays is the first process of the namespace: with it the container ends, and it waits for nobody, so that the program's code can be read
     * (proc_pid_stat(5), "exit_code") until then.
     */
    private static final String STAYS = """
            set -e
            started=$1
            if [ -n "$2" ]; then
                for group in $(findmnt -n -l -o TARGET -t cgroup,cgroup2); do
                    mount -o remount,bind,ro "$group"
                done
            fi
            mount --rbind /dev /dev
            mount -o remount,bind,nosuid,noexec /dev
            shift 2
            env --block-signal=URG "$@"
            : > "$started"
            exec sleep infinity < /dev/null > /dev/null 2>&1
            """;

    /** The words of the command that becomes the container {@code name}. Its standard streams are the container's. */
    List<String> command(Path root, Path bundle, String name) {
        List<String> words = new ArrayList<>();
        if (runtime.kind() == ContainerRuntime.Kind.RUNC) {
            String shut = groups.madeByRuntime() ? "" : "yes";
            words.addAll(List.of("sh", "-c", STAYS, "sh", BUNDLE + "/" + Threshold.STARTED, shut));
        }
        words.addAll(starting());
        words.add("--bundle");
        words.add(BUNDLE);
        words.add(name);
        return inside(root, bundle, name, words);
    }

    /** The runtime and its word for starting a container, with what goes before it. */
    List<String> starting() {
        String program = runtime.program().toString();
        return switch (runtime.kind()) {
            case CRUN ->
                List.of(
                        program,
                        "--root",
                        STATE,
                        "--cgroup-manager",
                        groups.madeByRuntime() ? "cgroupfs" : "disabled",
                        "run");
            case RUNC ->
                // "true": that it may make no groups is nothing to fail for, since they are ours or nobody's.
                List.of(
                        program,
                        "--root",
                        STATE,
                        "--rootless",
                        groups.madeByRuntime() ? "false" : "true",
                        "run",
                        "--detach");
        };
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
