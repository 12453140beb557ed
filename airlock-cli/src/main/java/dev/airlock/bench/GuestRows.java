package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.pool.SlotPool;
import dev.airlock.executor.sandbox.ParkedGuest;
import dev.airlock.image.Image;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.BootFailed;
import dev.airlock.microvm.End;
import dev.airlock.microvm.GuestProgram;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.MicroVms;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.ParkedVm;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.Snapshot;
import dev.airlock.microvm.SyscallCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The rows that need guests. */
final class GuestRows {
    private static final double RESET_RATIO = 1.2;
    private static final double WAKE_RATIO = 1.15;
    private static final double FORK_RATIO = 1.15;
    private static final double COMPUTE_RATIO = 1.08;
    private static final int TINY_MIB = 32;
    private static final int PYTHON_MIB = 256;
    private static final long PAUSE_NANOS = 200_000;
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 1 << 16, 1_000_000);
    private static final Judgement ALLOW = new Judgement.Allow();
    private static final End FINE = new End.Exited(0);

    private static final String HANDLER = """
            import json, re, math
            print(json.dumps([re.findall(r'[0-9]+', 'a1b22'), math.sqrt(2)]))
            """;

    /** Prints how many microseconds it computed for. */
    private static final String COMPUTE = """
            import time
            start = time.perf_counter_ns()
            total = 0
            for i in range(200000):
                total += i * i % 7
            print((time.perf_counter_ns() - start) // 1000)
            """;

    private final Measurement measurement;
    private final Optional<Floors> floors;
    private final List<Row> rows = new ArrayList<>();

    GuestRows(Measurement measurement, Optional<Floors> floors) {
        this.measurement = measurement;
        this.floors = floors;
    }

    /** Notes when a guest first leaves its machine: the first call is the delivery of the payload, before it runs. */
    private static final class FirstExit implements Monitor {
        private int calls;
        private volatile long nanos;

        @Override
        public Judgement judge(SyscallCall call) {
            if (calls++ == 1) {
                nanos = System.nanoTime();
            }
            return ALLOW;
        }
    }

    List<Row> measure() throws BenchFailed, Errno, IOException, InterruptedException {
        try (MicroVms vms = MicroVms.open()) {
            try (Snapshot tiny = vms.boot(TinyProgram.program(), TINY_MIB)) {
                resets(tiny);
                wakes(tiny);
                forks(tiny);
            }
            python(vms);
        } catch (BootFailed e) {
            throw new BenchFailed("a guest did not boot: " + e.getMessage(), "airlock doctor", e);
        } catch (Errno e) {
            if (e.number() != Errno.ENOENT && e.number() != Errno.EACCES) {
                throw e;
            }
            measurement.say("no guests: " + e.getMessage());
        }
        return rows;
    }

    private void resets(Snapshot tiny) throws Errno, BenchFailed, IOException, InterruptedException {
        int count = measurement.effort().of(3_000, 30);
        measurement.say("measuring " + count + " resets to ready, by " + tiny.tracking());
        try (ParkedVm vm = tiny.park()) {
            for (int i = -count; i < count; i++) {
                check(vm.run(new byte[0], LIMITS, _ -> ALLOW));
                long start = System.nanoTime();
                vm.reset();
                keep("reset to ready, 32 pages", start, System.nanoTime(), i);
            }
        }
        judge("reset to ready, 32 pages", "reset", count, RESET_RATIO);
    }

    private void wakes(Snapshot tiny) throws BenchFailed, IOException, InterruptedException {
        int count = measurement.effort().of(3_000, 30);
        measurement.say("measuring " + count + " wakes of a parked guest");
        PoolLimits one = new PoolLimits(1, 1, 1, Duration.ofMinutes(1), 1 << 20, 0);
        try (SlotPool pool = new SlotPool(() -> ParkedGuest.of(tiny), one, new PoolCounters(), "airlock-bench-guest")) {
            for (int i = -count; i < count; i++) {
                LockSupport.parkNanos(PAUSE_NANOS); // the slot's thread is asleep again, as in the floor
                FirstExit exit = new FirstExit();
                long start = System.nanoTime();
                var _ = pool.run(RunInput.of(new byte[0]), LIMITS, exit);
                keep("wake to first exit", start, exit.nanos, i);
            }
        }
        judge("wake to first exit", "wake", count, WAKE_RATIO);
    }

    private void forks(Snapshot tiny) throws Errno, BenchFailed, IOException, InterruptedException {
        int count = measurement.effort().of(500, 10);
        measurement.say("measuring " + count + " fresh forks");
        for (int i = -count; i < count; i++) {
            FirstExit exit = new FirstExit();
            long start = System.nanoTime();
            try (ParkedVm vm = tiny.park()) {
                check(vm.run(new byte[0], LIMITS, exit));
            }
            keep("fork to first exit", start, exit.nanos, i);
        }
        judge("fork to first exit", "fork", count, FORK_RATIO);
    }

    private void python(MicroVms vms) throws BenchFailed, BootFailed, Errno, IOException, InterruptedException {
        try (Scratch scratch = Scratch.in(measurement.directory())) {
            ImageStore store = new ImageStore(scratch.directory());
            PythonImage.build(store, Optional.empty(), measurement::say);
            Image image = store.load(PythonImage.NAME);
            var program = new GuestProgram(image.root(), image.command(), image.environment());
            try (Snapshot warm = vms.boot(program, PYTHON_MIB);
                    ParkedVm vm = warm.park()) {
                handlers(vm);
                computes(vm);
            }
        } catch (ImageRejected e) {
            throw new BenchFailed("no image of Python: " + e.getMessage(), "airlock doctor", e);
        }
    }

    private void handlers(ParkedVm vm) throws Errno, BenchFailed, IOException {
        int count = measurement.effort().of(1_000, 10);
        measurement.say("measuring " + count + " runs of a Python handler");
        byte[] payload = HANDLER.getBytes(StandardCharsets.UTF_8);
        for (int i = -count; i < count; i++) {
            long start = System.nanoTime();
            check(vm.run(payload, LIMITS, _ -> ALLOW));
            vm.reset();
            keep("Python handler, run and reset", start, System.nanoTime(), i);
        }
        rows.add(MicroVmBenchmark.row(measurement, "Python handler, run and reset"));
    }

    private void computes(ParkedVm vm) throws Errno, BenchFailed, IOException, InterruptedException {
        int count = measurement.effort().of(100, 3);
        measurement.say("measuring " + count + " runs that only compute, here and in the host's own Python");
        String figure = "Python that computes";
        for (int i = 0; i < count; i++) {
            RunTrace trace = check(vm.run(COMPUTE.getBytes(StandardCharsets.UTF_8), LIMITS, _ -> ALLOW));
            vm.reset();
            measurement.add(figure, MicroVmBenchmark.UNIT, number(trace.stdout()));
            measurement.add(figure + " natively", MicroVmBenchmark.UNIT, number(natively()));
        }
        double floor = measurement.samples(figure + " natively").percentile(50);
        rows.add(MicroVmBenchmark.row(measurement, figure)
                .over(floor)
                .limited(Limit.atMost(Quantile.P50, COMPUTE_RATIO * floor)));
    }

    private static byte[] natively() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/python3", "-I", "-S", "-c", COMPUTE).start();
        byte[] out = process.getInputStream().readAllBytes();
        process.waitFor();
        return out;
    }

    private static double number(byte[] out) {
        return Long.parseLong(new String(out, StandardCharsets.US_ASCII).strip());
    }

    private void keep(String figure, long start, long end, int round) throws IOException {
        if (round >= 0) {
            measurement.add(figure, MicroVmBenchmark.UNIT, (end - start) / 1e3);
        }
    }

    private void judge(String figure, String floor, int count, double ratio) throws IOException, InterruptedException {
        rows.add(MicroVmBenchmark.judged(
                MicroVmBenchmark.row(measurement, figure), floors, floor, count, ratio, Double.MAX_VALUE, measurement));
    }

    private static RunTrace check(RunTrace trace) throws BenchFailed {
        if (!trace.end().equals(FINE)) {
            throw new BenchFailed("a guest ended with " + trace.end(), "airlock doctor");
        }
        return trace;
    }
}
