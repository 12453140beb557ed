package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.ledger.audit.shell.Progress;
import dev.airlock.ledger.audit.shell.Recorded;
import dev.airlock.ledger.audit.shell.Shelf;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What the heap holds in the second half of an audit, right after a collection: of few tokens, then of a hundred times as many; and the same with every
 * decision made again, of twenty times as many. An audit before them loads what every audit loads, so that the two differ by their tokens alone.
 */
final class LedgerHeap {
    private static final String UNIT = "MiB";
    private static final String FEW = "heap, few tokens";
    private static final String MANY = "heap, many tokens";
    private static final String FEW_AGAIN = "heap, few decisions";
    private static final String MANY_AGAIN = "heap, many decisions";
    /** What many may hold beside few: a tenth, and what a collector leaves this time and not the other. */
    private static final double RATIO = 1.1;

    private static final double SLACK = 8;

    private final Measurement measurement;
    private final SigningKey executor;
    private final SigningKey policy;

    LedgerHeap(Measurement measurement, SigningKey executor, SigningKey policy) {
        this.measurement = measurement;
        this.executor = executor;
        this.policy = policy;
    }

    /** Makes the shelf with so many tokens. */
    private interface Shelves {
        SpecimenShelf of(int count);
    }

    List<Row> measure() throws IOException, BenchFailed {
        int few = measurement.effort().of(10_000, 500);
        return List.of(
                row(
                        FEW,
                        few,
                        MANY,
                        measurement.effort().of(1_000_000, 5_000),
                        count -> new SpecimenShelf(executor, policy, count)),
                row(
                        FEW_AGAIN,
                        few,
                        MANY_AGAIN,
                        measurement.effort().of(200_000, 5_000),
                        count -> SpecimenShelf.withDecisions(executor, policy, count)));
    }

    private Row row(String fewName, int few, String manyName, int many, Shelves shelves)
            throws IOException, BenchFailed {
        measurement.say("warming up with " + few + " tokens before the heap is looked at");
        var _ = looks(shelves.of(few), few);
        look(fewName, shelves.of(few), few);
        look(manyName, shelves.of(many), many);
        double floor = measurement.samples(fewName).percentile(50);
        return Row.time(manyName, UNIT, measurement.samples(manyName))
                .over(floor)
                .limited(Limit.atMost(Quantile.P50, RATIO * floor + SLACK));
    }

    private void look(String series, SpecimenShelf specimens, int count) throws IOException, BenchFailed {
        measurement.say("looking at the heap while " + count + " tokens are audited");
        for (double look : looks(specimens, count)) {
            measurement.add(series, UNIT, look);
        }
    }

    private List<Double> looks(SpecimenShelf specimens, int count) throws BenchFailed {
        var watched = new Watched(specimens, count);
        LedgerBenchmark.audit(measurement, watched, specimens, watched);
        if (watched.looks.size() < Watched.LOOKS_LEAST) {
            throw new BenchFailed(
                    "the audit of " + count + " tokens was looked at " + watched.looks.size() + " times only", "");
        }
        return watched.looks;
    }

    /**
     * Hands records in, and hears which of them were handed on. What is between is bounded, but differs from moment to moment by more than what is
     * looked for; so from each mark on the records come slowly until hardly any is under way, and there the look is taken.
     */
    private static final class Watched implements Shelf, Progress {
        /** What grows with the tokens shows late: the marks are in the second half, a twentieth of the tokens apart. */
        private static final int MARKS = 20;

        private static final int LOOKS_LEAST = 8;
        /** Two batches of the audit. */
        private static final int CALM = 64;

        private static final long SLOWLY_NANOS = 2_000_000;

        private final Shelf from;
        private final long step;
        private final List<Double> looks = new ArrayList<>();
        private long next;
        private long in;
        private long on;

        Watched(Shelf from, int count) {
            this.from = from;
            this.step = Math.max(1, count / MARKS);
            this.next = step * (MARKS / 2 + 1);
        }

        @Override
        public void each(Topic topic, int partition, Consumer<Recorded> each) throws BusUnreachable {
            from.each(topic, partition, topic == Topic.TOKENS ? slowly(each) : each);
        }

        private Consumer<Recorded> slowly(Consumer<Recorded> each) {
            return record -> {
                in++;
                if (on >= next && in - on > CALM) {
                    LockSupport.parkNanos(SLOWLY_NANOS);
                }
                each.accept(record);
            };
        }

        @Override
        public long offsets(Topic topic) throws BusUnreachable {
            return from.offsets(topic);
        }

        @Override
        public void at(long offset, long offsets) {
            on = offset;
            if (on >= next && in - on <= CALM) {
                looks.add(used() / (double) (1 << 20));
                next += step;
            }
        }

        private static long used() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
