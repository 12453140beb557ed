package dev.airlock.lane.shell;

import dev.airlock.lane.journal.Cursor;
import dev.airlock.lane.journal.Entry;
import dev.airlock.lane.journal.Journal;
import dev.airlock.lane.model.LaneRecord;
import dev.airlock.lane.model.LaneRecord.End;
import dev.airlock.lane.model.Parcel;
import dev.airlock.lane.wire.LaneRecords;
import dev.airlock.provenance.ChainHead;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Courier;
import dev.airlock.road.Courier.Position;
import dev.airlock.road.Outbound;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is journaled to the bus, behind the answers, on a thread of its own: token, output and event of every end, each once, in
 * the journal's order. What is there and needed by nobody is deleted.
 */
final class Publisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long IDLE_NANOS = Duration.ofMillis(250).toNanos();
    /** Records that are worth a commit at once: fewer wait for others, since a commit costs the broker more than they do. */
    private static final int MANY = 512;

    /** How long a kill waits for others at most: whoever watches for incidents should hear of it soon, and a flood of kills not cost a commit each. */
    private static final Duration URGENT = Duration.ofMillis(50);

    private static final Duration PAUSE_MAX = Duration.ofSeconds(1);
    private static final Duration END_MAX = Duration.ofSeconds(5);

    private final Journal journal;
    private final Courier courier;
    private final OpenRuns openRuns;
    private final BiPredicate<Entry, ChainHead> isThere;
    private final Duration gather;
    private final Thread thread;
    private final AtomicBoolean idle = new AtomicBoolean();
    private volatile boolean closing;
    /** Whether something should not wait that was journaled since the last waiting ended. */
    private volatile boolean urged;

    /** What is below this has waited for others. */
    private long gathered;

    private volatile long published;
    private Cursor cursor;
    private HeadMarks marks;
    /** Whether it is not known how the last commit ended. */
    private boolean lost;

    /**
     * @param isThere whether the bus has an end already, given where its chain stands behind it; some from before this process are there
     * @param gather how long records wait for others
     * @param marks where the chains ended by the last commit
     */
    Publisher(
            Journal journal,
            Courier courier,
            OpenRuns openRuns,
            BiPredicate<Entry, ChainHead> isThere,
            Duration gather,
            HeadMarks marks) {
        this.journal = journal;
        this.courier = courier;
        this.openRuns = openRuns;
        this.isThere = isThere;
        this.gather = gather;
        this.marks = marks;
        this.cursor = journal.cursor(0);
        this.thread =
                Thread.ofPlatform().name("airlock-lane-publisher").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Something more is on the disk that others are to hear of soon. */
    void urge() {
        urged = true;
        LockSupport.unpark(thread);
    }

    /** Something more is on the disk. */
    void nudge() {
        if (idle.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    /** Every end below this number is on the bus. */
    long published() {
        return published;
    }

    private void run() {
        int failures = 0;
        while (!closing || behind()) {
            try {
                turn();
                failures = 0;
            } catch (BusUnreachable | IOException e) {
                if (closing) {
                    LOG.warn("lane=closing reason=\"{}\"; the next start goes on", e.getMessage());
                    return;
                }
                failures = pauseAfter(e, failures);
            } catch (RuntimeException e) {
                LOG.error("lane=broken; tokens stay in the journal until the next start", e);
                return;
            }
        }
    }

    private boolean behind() {
        return cursor.next() < journal.durable();
    }

    private void turn() throws BusUnreachable, IOException {
        if (lost) {
            askWhere();
        }
        if (!behind()) {
            tidy();
            await();
        }
        for (List<Entry> some = cursor.read(); !some.isEmpty(); some = cursor.read()) {
            bring(some);
            tidy();
            gather();
        }
    }

    /** The bus is where the cursor is. */
    private void tidy() throws IOException {
        published = cursor.next();
        journal.release(openRuns.needed(published));
        journal.prepare();
    }

    private void await() {
        idle.set(true);
        if (!behind() && !closing) {
            LockSupport.parkNanos(IDLE_NANOS);
        }
        idle.set(false);
        if (behind()) {
            gather();
        }
    }

    private void gather() {
        if (cursor.next() < gathered) {
            return;
        }
        long began = System.nanoTime();
        for (long left = waits(began); left > 0 && !closing; left = waits(began)) {
            LockSupport.parkNanos(left);
        }
        urged = false; // first: who urges from here on is journaled below what is read next, or urges for the next time
        gathered = journal.durable();
    }

    /** For how much longer what is there waits for others, if it began to then. */
    private long waits(long began) {
        if (journal.durable() - cursor.next() >= MANY) {
            return 0;
        }
        Duration most = urged && URGENT.compareTo(gather) < 0 ? URGENT : gather;
        return most.toNanos() - (System.nanoTime() - began);
    }

    private void bring(List<Entry> entries) throws BusUnreachable {
        List<Due> all = entries.stream().flatMap(this::missing).toList();
        if (!all.isEmpty()) {
            lost = true;
            Map<Integer, String> changed =
                    marks.after(all.stream().map(Due::head).toList());
            courier.commit(
                    all.stream().flatMap(Due::outbounds).toList(), new Position(name(journal), cursor.next(), changed));
            lost = false;
        }
    }

    /** An end that the bus has not got, and where its chain stands behind it. */
    private record Due(End end, ChainHead head) {
        Stream<Outbound> outbounds() {
            return end.parcels().stream().map(parcel -> outbound(parcel).in(end.trace()));
        }
    }

    /** The end that an entry is, if it is one and the bus has not got it. */
    private Stream<Due> missing(Entry entry) {
        return switch (LaneRecords.read(entry.payload())) {
            case Good<LaneRecord>(End end) -> {
                ChainHead head = ChainHead.parse(end.head());
                yield isThere.test(entry, head) ? Stream.empty() : Stream.of(new Due(end, head));
            }
            case Good<LaneRecord> _ -> Stream.empty();
            case Malformed<LaneRecord>(String reason) ->
                throw new IllegalStateException("record " + entry.sequence() + " of the journal: " + reason);
        };
    }

    private static Outbound outbound(Parcel parcel) {
        byte[] key = parcel.key().toArray();
        byte[] value = parcel.value().toArray();
        return parcel.partition().isPresent()
                ? Outbound.to(parcel.topic(), parcel.partition().getAsInt(), key, value)
                : Outbound.byKey(parcel.topic(), key, value);
    }

    /** How a position names a journal. */
    static String name(Journal journal) {
        return "j1:" + Long.toHexString(journal.id());
    }

    private int pauseAfter(Exception failure, int failures) {
        if (failures == 0) {
            LOG.warn("lane=behind reason=\"{}\"; tokens wait in the journal", failure.getMessage());
        }
        long millis = Math.min(PAUSE_MAX.toMillis(), 10L << Math.min(failures, 10));
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = until - System.nanoTime(); left > 0 && !closing; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left); // whoever urges does not make it shorter
        }
        return failures + 1;
    }

    /** A commit that failed may have been one after all: only the bus knows. */
    private void askWhere() throws BusUnreachable {
        Optional<Position> known = courier.position();
        cursor = journal.cursor(known.filter(at -> at.journal().equals(name(journal)))
                .map(Position::next)
                .orElse(0L));
        marks = HeadMarks.of(known.map(Position::marks).orElse(Map.of()));
        lost = false;
    }

    /** Brings what is left, if the bus takes it within some seconds; the rest is for the next start. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (thread.isAlive() && !thread.join(END_MAX)) {
                thread.interrupt();
                var _ = thread.join(END_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        courier.close();
    }
}
