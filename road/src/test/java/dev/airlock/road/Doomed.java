package dev.airlock.road;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with a hop in it that stops, as by kill -9, right before or after its third commit. */
final class Doomed {
    private Doomed() {}

    /** Arguments: bootstrap servers, namespace, {@code before} or {@code after}. */
    public static void main(String[] arguments) throws InterruptedException {
        Bus bus = Bus.at(arguments[0]).within(arguments[1]);
        boolean before = arguments[2].equals("before");
        Probe death = new Probe() {
            private int commits;

            @Override
            public void beforeCommit() {
                if (before && ++commits == 3) {
                    Runtime.getRuntime().halt(137);
                }
            }

            @Override
            public void afterCommit() {
                if (!before && ++commits == 3) {
                    Runtime.getRuntime().halt(137);
                }
            }
        };
        var _ = Hop.start(HopIT.seat(bus, "doomed"), new CountingWork(), death);
        Thread.currentThread().join();
    }

    /** Starts such a process and returns when it is dead. */
    static int die(Bus bus, String moment) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        bus.bootstrapServers(),
                        bus.namespace(),
                        moment))
                .inheritIO()
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process lives on");
        }
        return process.exitValue();
    }
}
