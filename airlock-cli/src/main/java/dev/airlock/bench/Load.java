package dev.airlock.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;

/** Many clients at once for a while, and what processor time all but themselves took meanwhile. */
final class Load {
    private static final int CLIENTS = 8;

    private final Frames frames;
    private final CpuSeconds brokerCpu;

    /** Of another process, so far. */
    interface CpuSeconds {
        double seconds() throws BenchFailed;
    }

    /** @param brokerCpu the broker's, which is another process */
    Load(Frames frames, CpuSeconds brokerCpu) {
        this.frames = frames;
        this.brokerCpu = brokerCpu;
    }

    /**
     * What came of it.
     *
     * @param millis how long each frame waited for its answer, from when it was due
     * @param seconds wall time
     * @param cpuSeconds processor time of this process without the clients
     * @param brokerCpuSeconds processor time of the broker
     */
    record Outcome(List<Double> millis, double seconds, double cpuSeconds, double brokerCpuSeconds) {
        int count() {
            return millis.size();
        }
    }

    /** Each client sends as soon as it is answered. */
    Outcome closed(int seconds) throws BenchFailed, InterruptedException {
        return of(seconds, 0);
    }

    /** All clients together send so many a second, whether they are answered or not; who is late counts from when it was due. */
    Outcome paced(double perSecond, int seconds) throws BenchFailed, InterruptedException {
        return of(seconds, (long) (1e9 * CLIENTS / perSecond));
    }

    private Outcome of(int seconds, long everyNanos) throws BenchFailed, InterruptedException {
        long began = System.nanoTime();
        long cpuBegan = processCpuNanos();
        double brokerBegan = brokerCpu.seconds();
        List<Double> millis = new ArrayList<>();
        long clientsCpu = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(
                CLIENTS, Thread.ofPlatform().name("bench-client-", 0).factory())) {
            List<Future<Share>> shares = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                long first = began + everyNanos * client / CLIENTS;
                shares.add(threads.submit(share(first, began + seconds * 1_000_000_000L, everyNanos)));
            }
            for (Future<Share> share : shares) {
                millis.addAll(share.get().millis());
                clientsCpu += share.get().cpuNanos();
            }
        } catch (ExecutionException e) {
            throw new BenchFailed("a client failed: " + e.getCause(), "airlock doctor", e);
        }
        return new Outcome(
                millis,
                (System.nanoTime() - began) / 1e9,
                (processCpuNanos() - cpuBegan - clientsCpu) / 1e9,
                brokerCpu.seconds() - brokerBegan);
    }

    private record Share(List<Double> millis, long cpuNanos) {}

    private Callable<Share> share(long first, long end, long everyNanos) {
        return () -> {
            long cpuBegan = threadCpuNanos();
            DoubleStream.Builder millis = DoubleStream.builder(); // no objects, which the node's collector would copy
            try (Frames.Client client = frames.client()) {
                for (long due = first; due < end; due = everyNanos == 0 ? System.nanoTime() : due + everyNanos) {
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    client.call();
                    millis.add((System.nanoTime() - due) / 1e6);
                }
            }
            long cpu = threadCpuNanos() - cpuBegan;
            return new Share(millis.build().boxed().toList(), cpu);
        };
    }

    private static long threadCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadCpuTime();
    }

    private static long processCpuNanos() throws BenchFailed {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getProcessCpuTime();
        }
        throw new BenchFailed("this JVM does not tell its processor time", "use a HotSpot JDK");
    }
}
