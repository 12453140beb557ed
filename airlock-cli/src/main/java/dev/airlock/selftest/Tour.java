package dev.airlock.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A node that stays and commands that use it, each a process of its own, typed as README has them. The first step is the node: it goes on
 * behind the others, and has come to its end when it says that it is up, or ends, or has not said so in time.
 *
 * @param heapMib the most that a process's objects may take
 */
record Tour(List<Step> steps, int heapMib) implements Task {
    /** Begins the line before a step's own; its number follows. */
    static final String BEGUN = "selftest: step ";
    /** Begins the line after them; the exit code follows. */
    static final String ENDED = "selftest: ended ";

    private static final int SECONDS_TO_COME_UP = 900;

    Tour {
        steps = List.copyOf(steps);
    }

    /** Every kind of guest, every end that a program can find, and what the ledger says of all that. */
    static Tour ofReadme(int heapMib) {
        return new Tour(
                List.of(
                        new Step(List.of("up"), 0, "up: broker"),
                        new Step(List.of("run", "code:execute", "print(6*7)"), 0, "42"),
                        new Step(List.of("run", "code:execute", "import socket; socket.socket()"), 4, "sys_socket"),
                        new Step(
                                List.of("run", "code:execute", "--timeout", "2s", "while True: pass"),
                                5,
                                "INCIDENT_KILL"),
                        new Step(List.of("run", "math_calculation", "2**10 + sqrt(2)"), 0, "1025.41"),
                        new Step(List.of("run", "shell:echo", "echo hello $((6*7))"), 0, "hello 42"),
                        new Step(List.of("run", "file:scan", "--in", "/init", ""), 0, "script"),
                        new Step(List.of("posture"), 0, "normal_zero_trust"),
                        new Step(List.of("tokens"), 0, "INCIDENT_KILL"),
                        new Step(List.of("verify", "--all"), 0, "0 findings: verified"),
                        new Step(List.of("stop"), 0, "Stopped process"),
                        new Step(List.of("verify", "--all"), 0, "0 findings: verified")),
                heapMib);
    }

    @Override
    public List<String> arguments(TestCode inside) {
        String classes = Stream.concat(inside.ours().stream(), inside.libraries().stream())
                .map(Path::toString)
                .collect(Collectors.joining(":"));
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx%dm".formatted(heapMib),
                "--sun-misc-unsafe-memory-access=allow",
                "--module-path=" + inside.linux(),
                "--add-modules=airlock.linux",
                "--enable-native-access=airlock.linux",
                "--illegal-native-access=deny",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                classes,
                "dev.airlock.cli.Airlock");
    }

    @Override
    public String script() {
        List<String> parts = new ArrayList<>(List.of("""
                /bin/busybox --install -s /bin
                export PATH=/bin XDG_DATA_HOME=/data
                airlock() { /jdk/bin/java @%s "$@"; }
                mkdir -p /data/airlock
                cp -r %s /data/airlock/images
                """.formatted(GuestBase.ARGUMENTS, GuestBase.IMAGES)));
        for (int i = 0; i < steps.size(); i++) {
            parts.add("echo '" + BEGUN + i + "'\n");
            parts.add(i == 0 ? comesUp(steps.getFirst()) : steps.get(i).typed() + "\n");
            parts.add("echo \"" + ENDED + "$?\"\n");
        }
        return String.join("", parts);
    }

    private static String comesUp(Step node) {
        return """
                : > /tmp/node
                %s > /tmp/node 2>&1 &
                seconds=0
                until grep -q '^up: ' /tmp/node || ! kill -0 $! 2> /dev/null || [ $seconds -ge %d ]; do
                    sleep 1
                    seconds=$((seconds + 1))
                done
                cat /tmp/node
                grep -q '^up: ' /tmp/node
                """.formatted(node.typed(), SECONDS_TO_COME_UP);
    }
}
