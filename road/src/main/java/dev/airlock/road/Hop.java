package dev.airlock.road;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads records, lets {@link Work} turn them into others, and writes those exactly once: outputs, offsets and the partition's
 * mark are one transaction. It takes what a poll brings, up to {@value #RECORDS_MAX}, so it batches as much as it is busy. A partition
 * whose next record the work leaves is paused for a second and tried again; the others go on.
 */
public final class Hop implements AutoCloseable {
    /** Few enough that a transaction ends well within its time, enough to share its price. */
    static final int RECORDS_MAX = 200;

    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Seat seat;
    private final Work work;
    private final Probe probe;
    private final Loop loop;
    private final Paused paused;

    private Hop(Seat seat, Work work, Probe probe) {
        this.seat = seat;
        this.work = work;
        this.probe = probe;
        this.loop = new Loop(seat.threadName("hop"), this::live);
        this.paused = new Paused(seat.threadName("hop"));
    }

    /** Starts the hop's thread. */
    public static Hop start(Seat seat, Work work) {
        return start(seat, work, Probe.NONE);
    }

    /** Starts the hop's thread, with somebody watching its commits. */
    public static Hop start(Seat seat, Work work, Probe probe) {
        Hop hop = new Hop(seat, work, probe);
        hop.loop.start();
        return hop;
    }

    public Health health() {
        return loop.health();
    }

    /** Ends the step in hand and stops; returns within 10 s. */
    @Override
    public void close() {
        loop.close();
    }

    private void live() {
        try (TransactionalWriter writer = new TransactionalWriter(seat, probe)) {
            writer.open();
            try (GroupReader reader = new GroupReader(loop, seat, RECORDS_MAX, new Ownership())) {
                while (loop.open()) {
                    paused.due(System.nanoTime()).forEach(reader::resume);
                    turn(reader, writer, reader.poll(paused.untilDue(WAIT, System.nanoTime())));
                }
            }
        }
    }

    private void turn(GroupReader reader, TransactionalWriter writer, ConsumerRecords<byte[], byte[]> records) {
        if (records.isEmpty()) {
            if (reader.holdsAny()) {
                tell();
            }
            return;
        }
        List<Outbound> outputs = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        Map<Integer, Rest> rests = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
            Step step = Defect.guard(() -> work.step(partition.partition(), inbound(batch)));
            int taken = taken(step, batch.size());
            if (taken > 0) {
                outputs.addAll(step.outputs());
                offsets.put(
                        partition, new OffsetAndMetadata(batch.get(taken - 1).offset() + 1, step.mark()));
            }
            if (taken < batch.size()) {
                rests.put(
                        partition.partition(),
                        new Rest(
                                batch.get(taken).offset(),
                                step.left().orElseThrow().reason()));
            } else {
                paused.remove(partition.partition());
            }
        }
        Optional<KafkaException> failure =
                offsets.isEmpty() ? Optional.empty() : writer.commit(outputs, offsets, reader.group());
        // Before a rewind, which may lead some of them back further.
        rests.forEach((partition, rest) -> pause(reader, partition, rest));
        if (failure.isPresent()) {
            loop.pauseAfter(failure.get());
            rewind(reader, numbers(offsets));
        } else {
            tell();
            numbers(offsets).forEach(work::committed);
        }
    }

    /** What was left of a partition: from which offset on, and why. */
    private record Rest(long offset, String reason) {}

    private static int taken(Step step, int given) {
        int taken = step.left().map(Step.Left::taken).orElse(given);
        if (taken > given || (taken == given && step.left().isPresent())) {
            throw new IllegalStateException("of " + given + " records " + taken + " were taken and others left");
        }
        return taken;
    }

    private void pause(GroupReader reader, int partition, Rest rest) {
        reader.seek(partition, rest.offset());
        reader.pause(partition);
        paused.add(partition, rest.reason(), System.nanoTime());
    }

    private void tell() {
        paused.reason().ifPresentOrElse(loop::wellBut, loop::well);
    }

    private List<Inbound> inbound(List<ConsumerRecord<byte[], byte[]>> batch) {
        return batch.stream().map(one -> new Inbound(seat.reads(), one)).toList();
    }

    private static List<Integer> numbers(Map<TopicPartition, ?> offsets) {
        return offsets.keySet().stream().map(TopicPartition::partition).toList();
    }

    private void rewind(GroupReader reader, List<Integer> partitions) {
        reader.committed(partitions).forEach((partition, at) -> {
            reader.seek(partition, at.offset());
            Defect.guard(() -> {
                work.rolledBack(partition, at.metadata());
                return partition;
            });
        });
    }

    private final class Ownership implements GroupReader.Owner {
        @Override
        public void assigned(int partition, CommittedAt at) {
            Defect.guard(() -> {
                work.assigned(partition, at.metadata());
                return partition;
            });
        }

        @Override
        public void leaving(Collection<Integer> partitions) {
            // Between polls nothing is unfinished.
        }

        @Override
        public void gone(int partition) {
            paused.remove(partition);
            work.revoked(partition);
        }
    }
}
