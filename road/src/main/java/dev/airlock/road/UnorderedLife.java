package dev.airlock.road;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;

/** What an {@link UnorderedHop} holds from one connection to the bus to its end: its clients, its shares, and what has finished. */
final class UnorderedLife implements GroupReader.Owner, AutoCloseable {
    /** Few, so that what a poll brings beyond a share's room is little. */
    private static final int RECORDS_MAX = 32;

    private static final Duration WAIT = Duration.ofSeconds(1);

    /** A run that has ended, in whatever way; completed. */
    private record Arrival(Share share, Inbound record, CompletableFuture<Sealing> end) {}

    private final Loop loop;
    private final Seat seat;
    private final UnorderedWork work;
    private final int openMax;
    private final TransactionalWriter writer;
    private final GroupReader reader;
    private final Map<Integer, Share> shares = new HashMap<>();
    /** The only thing here that other threads touch. */
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

    private final Deque<Finished> ready = new ArrayDeque<>();
    /**
     * Those of which something was sealed, and nobody knows yet whether it is committed. Until somebody does, nothing of theirs is sealed:
     * it would be sealed twice, or behind what has not happened.
     */
    private final Set<Share> unsure = new HashSet<>();

    UnorderedLife(Loop loop, Seat seat, UnorderedWork work, int openMax, Probe probe) {
        this.loop = loop;
        this.seat = seat;
        this.work = work;
        this.openMax = openMax;
        this.writer = new TransactionalWriter(seat, probe);
        boolean whole = false;
        try {
            writer.open();
            this.reader = new GroupReader(loop, seat, RECORDS_MAX, this);
            whole = true;
        } finally {
            if (!whole) {
                writer.close();
            }
        }
    }

    void live() {
        while (loop.open()) {
            read(reader.poll(untilSomethingFinishes()));
            shares.values().forEach(this::handOut);
            collect();
            commit();
            shares.values().forEach(this::handOut);
        }
    }

    private Duration untilSomethingFinishes() {
        loop.fallingAsleep();
        if (arrivals.isEmpty() && ready.isEmpty()) {
            return WAIT;
        }
        loop.awake();
        return Duration.ZERO;
    }

    private void read(ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty() && reader.holdsAny()) {
            loop.well();
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            shares.get(record.partition()).read(new Inbound(seat.reads(), record));
        }
    }

    private void handOut(Share share) {
        share.handOut().forEach(record -> begin(share, record));
        if (share.pauses()) {
            reader.pause(share.partition());
        } else if (share.resumes()) {
            reader.resume(share.partition());
        }
    }

    private void begin(Share share, Inbound record) {
        CompletableFuture<Sealing> end = Defect.guard(() -> work.begin(record)).toCompletableFuture();
        var _ = end.whenComplete((_, _) -> {
            arrivals.add(new Arrival(share, record, end));
            loop.wake();
        });
    }

    private void collect() {
        for (Arrival arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
            Share share = arrival.share();
            if (shares.get(share.partition()) != share) {
                continue;
            }
            CompletableFuture<Sealing> end = arrival.end();
            ready.addLast(new Finished(share, arrival.record(), Defect.guard(end::join)));
            share.after(arrival.record()).ifPresent(next -> begin(share, next));
        }
    }

    private void commit() {
        lookUp();
        if (ready.isEmpty()) {
            return;
        }
        ready.forEach(one -> unsure.add(one.share()));
        Bundle bundle = Bundle.sealedFrom(ready);
        Optional<KafkaException> failure =
                writer.commit(bundle.outputs(), bundle.offsets(reader::named), reader.group());
        if (failure.isEmpty()) {
            unsure.clear();
            ready.removeAll(bundle.finished());
            loop.well();
            Map<Share, List<Finished>> committed = bundle.byShare();
            committed.forEach((share, finished) -> share.finish(Finished.records(finished)));
            committed.keySet().forEach(share -> work.committed(share.partition()));
        } else {
            loop.pauseAfter(failure.get());
            lookUp();
        }
    }

    /** After a failure: what has really been committed is finished, and the rest will be sealed anew. */
    private void lookUp() {
        if (unsure.isEmpty()) {
            return;
        }
        reader.committed(unsure.stream().map(Share::partition).toList()).forEach((partition, at) -> {
            Share share = shares.get(partition);
            Mark mark = Mark.decode(at);
            List<Finished> happened = ready.stream()
                    .filter(one -> one.share() == share)
                    .filter(one -> one.record().offset() < at.offset()
                            || mark.done().contains(one.record().offset()))
                    .toList();
            ready.removeAll(happened);
            share.finish(Finished.records(happened));
            Defect.guard(() -> {
                work.rolledBack(partition, mark.head());
                return partition;
            });
            unsure.remove(share);
        });
    }

    @Override
    public void assigned(int partition, CommittedAt at) {
        Defect.guard(() -> {
            Mark mark = Mark.decode(at);
            shares.put(partition, new Share(partition, openMax, new Window(at.offset(), mark)));
            work.assigned(partition, mark.head());
            return partition;
        });
    }

    @Override
    public void leaving(Collection<Integer> partitions) {
        // One whose assignment failed half-way has no share yet.
        partitions.stream().map(shares::get).filter(Objects::nonNull).forEach(Share::leave);
        collect();
        while (!ready.isEmpty()) {
            int before = ready.size();
            commit();
            if (ready.size() >= before) {
                // It will be run again by whoever comes next.
                return;
            }
        }
    }

    @Override
    public void gone(int partition) {
        Share lost = shares.remove(partition);
        unsure.remove(lost);
        ready.removeIf(one -> one.share() == lost);
        work.revoked(partition);
    }

    @Override
    public void close() {
        try (writer) {
            reader.close();
        }
    }
}
