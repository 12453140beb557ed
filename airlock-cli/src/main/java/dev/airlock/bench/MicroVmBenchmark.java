package dev.airlock.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.airlock.bench.Turns.Bounds;
import dev.airlock.bench.Turns.Figure;
import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.sandbox.Cutoff;
import dev.airlock.executor.sandbox.SyscallWatch;
import dev.airlock.linux.Errno;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.PagemapScan;
import dev.airlock.microvm.SyscallCall;
import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.GuestMap;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.MemoryReset;
import dev.airlock.microvm.machine.Stub;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import dev.airlock.schemas.syscalls.SyscallPolicy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the microVMs cost beside the same kernel calls made in C: a reset, a wake, a fork, a program. Without {@code /dev/kvm} only what
 * needs no guest: the memory part of a reset, and the monitor.
 */
final class MicroVmBenchmark implements Benchmark {
    private static final int MEMORY_BYTES = 32 << 20;
    private static final int DIRTY_PAGES = 32;
    private static final long DATA = 0x50_0000;
    private static final double COPY_RATIO = 1.3;
    private static final double COPY_MOST = 10;
    private static final double SCAN_RATIO = 2;
    private static final double MONITOR_MOST = 0.4;
    private static final int CALLS = 1000;

    @Override
    public String name() {
        return "microvm";
    }

    @Override
    public String about() {
        return "resets, wakes, forks and programs of microVMs, against the same kernel calls in C";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (Scratch scratch = Scratch.in(measurement.directory())) {
            Optional<Floors> floors = Floors.build(scratch.directory(), measurement);
            Turns turns = new Turns(measurement, floors);
            memory(measurement, turns, rows);
            monitor(measurement, rows);
            rows.addAll(new GuestRows(measurement, turns, scratch.directory()).measure());
        } catch (Errno e) {
            throw new BenchFailed("the kernel refused: " + e.getMessage(), "airlock doctor", e);
        }
        return rows;
    }

    private static void memory(Measurement measurement, Turns turns, List<Row> rows)
            throws BenchFailed, Errno, IOException, InterruptedException {
        if (!PagemapScan.available()) {
            measurement.say("no memory part: this kernel has no PAGEMAP_SCAN (Linux 6.7)");
            return;
        }
        int count = measurement.effort().of(10_000, 500);
        try (Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("airlock-bench", MEMORY_BYTES)) {
            AddressSpace frozen;
            try (Arena writing = Arena.ofConfined()) {
                frozen = Machine.furnish(file.mapShared(writing), Stub.STANDARD);
                frozen.mapZeros(DATA, 2L * DIRTY_PAGES * GuestMap.PAGE, Access.READ_WRITE);
            }
            file.seal();
            MemorySegment memory = file.mapPrivate(arena);
            try (MemoryReset reset =
                    MemoryReset.scanning(file.mapToRead(arena), memory, frozen.fork(memory), false, arena)) {
                rows.add(turns.measure(
                        new Figure("32 known pages", count, count),
                        new Bounds(COPY_RATIO, COPY_MOST),
                        () -> {
                            write(memory);
                            reset.find();
                            return micros(reset::copyBack);
                        },
                        "floors",
                        "memcpy"));
                rows.add(turns.measure(
                        new Figure("32 pages, scanned", count, count),
                        Bounds.ratio(SCAN_RATIO),
                        () -> {
                            write(memory);
                            long start = System.nanoTime();
                            reset.find();
                            reset.copyBack();
                            return (System.nanoTime() - start) / 1e3;
                        },
                        "floors",
                        "scan"));
            }
        }
    }

    private static void write(MemorySegment memory) {
        for (int page = 0; page < DIRTY_PAGES; page++) {
            memory.set(JAVA_BYTE, DATA + 2L * page * GuestMap.PAGE, (byte) 9);
        }
    }

    private static double micros(Runnable part) {
        long start = System.nanoTime();
        part.run();
        return (System.nanoTime() - start) / 1e3;
    }

    /** One sample is the mean of a thousand calls: the clock costs about as much as one. */
    private static void monitor(Measurement measurement, List<Row> rows) throws IOException, BenchFailed {
        SyscallPolicy policy = SyscallPolicies.load(List.of("code-execute"))
                .policy("code-execute", "python")
                .orElseThrow(() -> new BenchFailed("no system calls are reviewed for python", ""));
        SyscallCall[] calls = {call(0), call(1), call(9), call(13), call(8)};
        int count = measurement.effort().of(10_000, 200);
        measurement.say("measuring " + count + " times " + CALLS + " judged calls");
        for (int i = -count; i < count; i++) {
            SyscallWatch watch = new SyscallWatch(policy, Wish.INTENT, new Cutoff());
            long start = System.nanoTime();
            for (int call = 0; call < CALLS; call++) {
                var _ = watch.judge(calls[call % calls.length]);
            }
            double each = (System.nanoTime() - start) / 1e3 / CALLS;
            if (i >= 0) {
                measurement.add("monitor, per call", Turns.UNIT, each);
            }
        }
        rows.add(Row.time("monitor, per call", Turns.UNIT, measurement.samples("monitor, per call"))
                .limited(Limit.atMost(Quantile.P50, MONITOR_MOST)));
    }

    private static SyscallCall call(int number) {
        return new SyscallCall(number, 0, 0, 0, 0, 0, 0, false);
    }
}
