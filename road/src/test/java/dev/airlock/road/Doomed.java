package dev.airlock.road;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with a hop in it that stops, as by kill -9, right before or after its third commit. */
final class Doomed {
    private Doomed() {}

    /** Arguments: bootstrap servers, namespace, {@code before} or {@code after}, {@code hop} or {@code unordered}. */
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
        AutoCloseable loop = arguments[3].equals("hop")
                ? Hop.start(HopIT.seat(bus, "doomed"), new CountingWork(), death)
                : UnorderedHop.start(
                        UnorderedHopIT.seat(bus, "doomed"),
                        new GatedWork(value -> !value.startsWith("slow")),
                        100,
                        death);
        System.out.println("doomed: " + loop.getClass().getSimpleName());
        Thread.currentThread().join();
    }

    /** Starts such a process and returns when it is dead. */
    static int die(Bus bus, String moment, String kind) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        bus.bootstrapServers(),
                        bus.namespace(),
                        moment,
                        kind))
                .inheritIO()
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process lives on");
        }
        return process.exitValue();
    }
}
