package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.sandbox.Warming;
import dev.airlock.image.Image;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.BootFailed;
import dev.airlock.microvm.MicroVms;
import dev.airlock.microvm.Snapshot;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * What hundreds of parked Pythons take, and how soon one of them wakes beside one of ten. Few and many by turns: the many are made and put away
 * again each time.
 */
final class DensityBenchmark implements Benchmark {
    private static final int FEW = 10;
    private static final SizeClass MEMORY = SizeClass.MIB_64;
    private static final int PAGE_KIB = 4;
    private static final double SHARE_MOST_KIB = 256;
    private static final double WHOLE_MOST_KIB = 1024;
    private static final double WAKE_RATIO = 1.5;
    private static final String KIB = "KiB";
    private static final Path SMAPS = Path.of("/proc/self/smaps");
    /** More than the young generation of the launcher: what the heap will touch anyway must not look like guests. */
    private static final int HEAP_MIB = 600;

    private static final int MIB = 1 << 20;

    @Override
    public String name() {
        return "density";
    }

    @Override
    public String about() {
        return "what hundreds of parked microVMs take, and how soon one of them wakes";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException {
        int many = measurement.effort().of(500, 40);
        HostRoom room = HostRoom.here();
        room.require(many);
        if (!room.locks(many, (long) MEMORY.mib() * MIB)) {
            measurement.say("RLIMIT_MEMLOCK is " + room.lockedBytes()
                    + " bytes: the memory of some guests may be swapped out where there is swap");
        }
        try (Scratch scratch = Scratch.in(measurement.directory());
                MicroVms vms = MicroVms.open()) {
            Image image = PythonRows.image(scratch.directory().resolve("images"), measurement);
            try (Snapshot snapshot = vms.boot(Warming.program(image), MEMORY.mib());
                    ParkedCrowd crowd = new ParkedCrowd(snapshot)) {
                return new Rounds(measurement, snapshot, crowd, many).rows();
            }
        } catch (BootFailed e) {
            throw new BenchFailed("a guest did not boot: " + e.getMessage(), "airlock doctor", e);
        } catch (Errno e) {
            throw new BenchFailed("no guests: " + e.getMessage(), "airlock doctor", e);
        }
    }

    /** One measurement. */
    private static final class Rounds {
        private final Measurement measurement;
        private final Snapshot snapshot;
        private final ParkedCrowd crowd;
        private final int many;

        Rounds(Measurement measurement, Snapshot snapshot, ParkedCrowd crowd, int many) {
            this.measurement = measurement;
            this.snapshot = snapshot;
            this.crowd = crowd;
            this.many = many;
        }

        List<Row> rows() throws BenchFailed, IOException {
            String fresh = "beyond working set, " + many;
            String used = "the same after runs, " + many;
            String whole = "with kernel's, beyond set, " + many;
            String all = "with kernel's, in all, " + many;
            String few = "wake to first exit, " + FEW + " parked";
            String crowded = "wake to first exit, " + many + " parked";
            warmUp();
            measurement.say("parking " + many + " guests of " + snapshot.memoryMib() + " MiB whose working set is "
                    + snapshot.writtenPages() + " pages");
            int rounds = measurement.effort().of(4, 1);
            int count = measurement.effort().of(10_000, 100);
            for (int round = 0; round < rounds; round++) {
                crowd.become(FEW);
                wakes(few, count / rounds);
                long before = availableKib();
                crowd.become(many);
                double each = (before - availableKib()) / (double) (many - FEW);
                measurement.add(all, KIB, each);
                measurement.add(whole, KIB, each - workingSetKib());
                shares(fresh);
                wakes(crowded, count / rounds);
                shares(used);
            }
            double floor = row(few, Turns.UNIT).p99();
            return List.of(
                    row(fresh, KIB).limited(Limit.atMost(Quantile.P99, SHARE_MOST_KIB)),
                    row(used, KIB),
                    row(whole, KIB).limited(Limit.atMost(Quantile.P50, WHOLE_MOST_KIB)),
                    row(all, KIB),
                    row(crowded, Turns.UNIT).over(floor).limited(Limit.atMost(Quantile.P99, WAKE_RATIO * floor)),
                    row(few, Turns.UNIT));
        }

        /** So that neither the compiler nor the heap's first touch is part of what is measured. */
        private void warmUp() throws BenchFailed {
            int count = measurement.effort().of(3_000, 50);
            crowd.become(FEW);
            for (int turn = 0; turn < count; turn++) {
                var _ = crowd.wake(turn, Wish.PAYLOAD.toArray());
            }
        }

        private Row row(String figure, String unit) {
            return Row.time(figure, unit, measurement.samples(figure));
        }

        private double workingSetKib() {
            return (double) snapshot.writtenPages() * PAGE_KIB;
        }

        private void shares(String figure) throws BenchFailed, IOException {
            List<Long> shares = GuestShares.read(Files.readAllLines(SMAPS));
            if (shares.size() != crowd.size()) {
                throw new BenchFailed(shares.size() + " mappings of guests for " + crowd.size() + " guests", "");
            }
            for (long share : shares) {
                measurement.add(figure, KIB, share - workingSetKib());
            }
            measurement.say("the largest of " + shares.size() + " has " + Collections.max(shares) + " KiB of its own");
        }

        /** Once round all of them to warm up. */
        private void wakes(String figure, int count) throws BenchFailed, IOException {
            measurement.say("measuring " + count + " wakes with " + crowd.size() + " parked");
            int lead = crowd.size();
            for (int turn = 0; turn < lead + count; turn++) {
                double micros = crowd.wake(turn, Wish.PAYLOAD.toArray());
                if (turn >= lead) {
                    measurement.add(figure, Turns.UNIT, micros);
                }
            }
        }

        private long availableKib() throws IOException {
            for (int i = 0; i < HEAP_MIB; i++) {
                byte[] garbage = new byte[MIB];
                try {
                    garbage[0] = 1;
                } finally {
                    Reference.reachabilityFence(garbage);
                }
            }
            System.gc();
            return HostRoom.here().availableKib();
        }
    }
}
