package dev.airlock.road;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

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
        Supplier<Health> health = start(bus, arguments[3], death);
        while (!(health.get() instanceof Health.Broken)) {
            Thread.sleep(100);
        }
        System.out.println("doomed: " + health.get());
        Runtime.getRuntime().halt(1);
    }

    private static Supplier<Health> start(Bus bus, String kind, Probe death) {
        if (kind.equals("hop")) {
            return Hop.start(HopIT.seat(bus, "doomed"), new CountingWork(), death)::health;
        }
        var work = new GatedWork(value -> !value.startsWith("slow"));
        return UnorderedHop.start(UnorderedHopIT.seat(bus, "doomed"), work, 100, death)::health;
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
            String threads = threadsOf(process);
            process.destroyForcibly();
            throw new AssertionError("the process lives on: " + threads);
        }
        return process.exitValue();
    }

    private static String threadsOf(Process process) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process dump = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "Thread.print")
                .redirectErrorStream(true)
                .start();
        String threads = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        dump.waitFor();
        return threads;
    }
}
