package dev.airlock.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

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
    static final String UNIT = "us";
    private static final int MEMORY_BYTES = 32 << 20;
    private static final int DIRTY_PAGES = 32;
    private static final long DATA = 0x50_0000;
    private static final double COPY_RATIO = 1.3;
    private static final double COPY_MOST = 10;
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
            memory(measurement, floors, rows);
            monitor(measurement, rows);
            rows.addAll(new GuestRows(measurement, floors).measure());
        } catch (Errno e) {
            throw new BenchFailed("the kernel refused: " + e.getMessage(), "airlock doctor", e);
        }
        return rows;
    }

    /** What the same thing costs in C, if that was to be had, and the limit as a multiple of it. */
    static Row judged(
            Row row,
            Optional<Floors> floors,
            String what,
            int count,
            double ratio,
            double most,
            Measurement measurement)
            throws IOException, InterruptedException {
        String series = row.figure() + " in C";
        if (floors.isEmpty() || !floors.get().measure(what, count, series, measurement)) {
            return row;
        }
        double floor = measurement.samples(series).percentile(50);
        return row.over(floor).limited(Limit.atMost(Quantile.P50, Math.min(most, ratio * floor)));
    }

    private static void memory(Measurement measurement, Optional<Floors> floors, List<Row> rows)
            throws Errno, IOException, InterruptedException {
        if (!PagemapScan.available()) {
            measurement.say("no memory part: this kernel has no PAGEMAP_SCAN (Linux 6.7)");
            return;
        }
        int count = measurement.effort().of(5_000, 500);
        try (Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("airlock-bench", MEMORY_BYTES)) {
            AddressSpace frozen;
            try (Arena writing = Arena.ofConfined()) {
                frozen = Machine.furnish(file.mapShared(writing), Stub.STANDARD);
                frozen.mapZeros(DATA, 2L * DIRTY_PAGES * GuestMap.PAGE, Access.READ_WRITE);
            }
            file.seal();
            MemorySegment memory = file.mapPrivate(arena);
            MemoryReset reset = MemoryReset.scanning(file.mapToRead(arena), memory, frozen.fork(memory), arena);
            measurement.say("measuring " + count + " resets of " + DIRTY_PAGES + " pages, memory alone");
            for (int i = -count; i < count; i++) {
                copies(measurement, memory, reset, i >= 0);
            }
            reset.close();
        }
        rows.add(judged(
                row(measurement, "32 known pages"), floors, "memcpy", count, COPY_RATIO, COPY_MOST, measurement));
        Row scanned = row(measurement, "32 pages, scanned");
        rows.add(judged(scanned, floors, "scan", count, 2, Double.MAX_VALUE, measurement));
    }

    private static void copies(Measurement measurement, MemorySegment memory, MemoryReset reset, boolean counts)
            throws Errno, IOException {
        for (int page = 0; page < DIRTY_PAGES; page++) {
            memory.set(JAVA_BYTE, DATA + 2L * page * GuestMap.PAGE, (byte) 9);
        }
        long start = System.nanoTime();
        reset.find();
        long found = System.nanoTime();
        reset.copyBack();
        long end = System.nanoTime();
        if (counts) {
            measurement.add("32 known pages", UNIT, (end - found) / 1e3);
            measurement.add("32 pages, scanned", UNIT, (end - start) / 1e3);
        }
    }

    static Row row(Measurement measurement, String figure) {
        return Row.time(figure, UNIT, measurement.samples(figure));
    }

    /** One sample is the mean of a thousand calls: the clock costs about as much as one. */
    private static void monitor(Measurement measurement, List<Row> rows) throws IOException, BenchFailed {
        SyscallPolicy policy = SyscallPolicies.load(List.of("code-execute"))
                .policy("code-execute", "python")
                .orElseThrow(() -> new BenchFailed("no system calls are reviewed for python", ""));
        SyscallCall[] calls = {call(0), call(1), call(9), call(13), call(8)};
        int count = measurement.effort().of(2_000, 200);
        measurement.say("measuring " + count + " times " + CALLS + " judged calls");
        for (int i = -count; i < count; i++) {
            SyscallWatch watch = new SyscallWatch(policy, Wish.INTENT, new Cutoff());
            long start = System.nanoTime();
            for (int call = 0; call < CALLS; call++) {
                var _ = watch.judge(calls[call % calls.length]);
            }
            double each = (System.nanoTime() - start) / 1e3 / CALLS;
            if (i >= 0) {
                measurement.add("monitor, per call", UNIT, each);
            }
        }
        rows.add(row(measurement, "monitor, per call").limited(Limit.atMost(Quantile.P50, MONITOR_MOST)));
    }

    private static SyscallCall call(int number) {
        return new SyscallCall(number, 0, 0, 0, 0, 0, 0, false);
    }
}
