package dev.airlock.bench;

import dev.airlock.bench.Turns.Bounds;
import dev.airlock.bench.Turns.Figure;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.pool.SlotPool;
import dev.airlock.executor.sandbox.ParkedGuest;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.BootFailed;
import dev.airlock.microvm.End;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.MicroVms;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.ParkedVm;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The rows that need guests: those of the tiny one here, those of Python in {@link PythonRows}. */
final class GuestRows {
    static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 1 << 16, 1_000_000);
    static final Judgement ALLOW = new Judgement.Allow();
    private static final double RESET_RATIO = 1.2;
    private static final double WAKE_RATIO = 1.15;
    private static final double FORK_RATIO = 1.15;
    private static final int TINY_MIB = 32;
    private static final long PAUSE_NANOS = 200_000;
    private static final End FINE = new End.Exited(0);

    private final Measurement measurement;
    private final Turns turns;
    private final Path directory;
    private final List<Row> rows = new ArrayList<>();

    /** @param directory for images and snapshots */
    GuestRows(Measurement measurement, Turns turns, Path directory) {
        this.measurement = measurement;
        this.turns = turns;
        this.directory = directory;
    }

    List<Row> measure() throws BenchFailed, Errno, IOException, InterruptedException {
        try (MicroVms vms = MicroVms.open()) {
            try (Snapshot tiny = vms.boot(TinyProgram.program(), TINY_MIB)) {
                resets(tiny);
                wakes(tiny);
                forks(tiny);
            }
            rows.addAll(new PythonRows(measurement, turns, directory).measure(vms));
        } catch (BootFailed e) {
            throw new BenchFailed("a guest did not boot: " + e.getMessage(), "airlock doctor", e);
        } catch (Errno e) {
            if (!isNoKvm(e)) {
                throw e;
            }
            measurement.say("no guests: " + e.getMessage());
        }
        return rows;
    }

    /** Whether the device is missing, or closed to us. */
    static boolean isNoKvm(Errno e) {
        return e.number() == Errno.ENOENT || e.number() == Errno.EACCES;
    }

    private void resets(Snapshot tiny) throws Errno, BenchFailed, IOException, InterruptedException {
        measurement.say("dirty pages are found by " + tiny.tracking());
        try (ParkedVm vm = tiny.park()) {
            rows.add(turns.measure(
                    figure("reset to ready, 32 pages", 5_000),
                    Bounds.ratio(RESET_RATIO),
                    () -> {
                        check(vm.run(new byte[0], LIMITS, Monitor.permissive()));
                        long start = System.nanoTime();
                        vm.reset();
                        return micros(start, System.nanoTime());
                    },
                    "floors",
                    "reset"));
        }
    }

    private void wakes(Snapshot tiny) throws Errno, BenchFailed, IOException, InterruptedException {
        PoolLimits one = new PoolLimits(1, 1, 1, Duration.ofMinutes(1), 1 << 20, 0);
        try (SlotPool pool = new SlotPool(() -> ParkedGuest.of(tiny), one, new PoolCounters(), "airlock-bench-guest")) {
            rows.add(turns.measure(
                    figure("wake to first exit", 5_000),
                    Bounds.ratio(WAKE_RATIO),
                    () -> {
                        LockSupport.parkNanos(PAUSE_NANOS); // the slot's thread is asleep again, as in the floor
                        FirstExit exit = new FirstExit();
                        long start = System.nanoTime();
                        var _ = pool.run(RunInput.of(new byte[0]), LIMITS, exit);
                        return micros(start, exit.nanos());
                    },
                    "floors",
                    "wake"));
        }
    }

    private void forks(Snapshot tiny) throws Errno, BenchFailed, IOException, InterruptedException {
        rows.add(turns.measure(
                figure("fork to first exit", 1_000),
                Bounds.ratio(FORK_RATIO),
                () -> {
                    FirstExit exit = new FirstExit();
                    long start = System.nanoTime();
                    try (ParkedVm vm = tiny.park()) {
                        check(vm.run(new byte[0], LIMITS, exit));
                    }
                    return micros(start, exit.nanos());
                },
                "floors",
                "fork"));
    }

    private Figure figure(String name, int warmUp) {
        return new Figure(
                name, measurement.effort().of(warmUp, 30), measurement.effort().of(10_000, 40));
    }

    static double micros(long start, long end) {
        return (end - start) / 1e3;
    }

    static RunTrace check(RunTrace trace) throws BenchFailed {
        if (!trace.end().equals(FINE)) {
            throw new BenchFailed("a guest ended with " + trace.end(), "airlock doctor");
        }
        return trace;
    }
}
