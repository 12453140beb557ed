package dev.airlock.road;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group's reader of one topic whose position and metadata always come from the same committed offset.
 *
 * <p>On the loop's thread only. Reading committed offsets waits for open transactions on them, so what a new owner sees is what
 * the old one really committed; what the old one tries to commit later is refused, since its generation is over.
 */
final class GroupReader implements AutoCloseable {
    /** Who holds the state of partitions. */
    interface Owner {
        void assigned(int partition, CommittedAt at);

        /** The partitions go to somebody else; they are still ours, and finished work can still be committed. */
        void leaving(Collection<Integer> partitions);

        /** The partition is no longer ours. */
        void gone(int partition);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupReader.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

    private final Loop loop;
    private final Seat seat;
    private final Consumer<byte[], byte[]> consumer;
    private final Owner owner;
    private final Set<Integer> held = new HashSet<>();

    GroupReader(Loop loop, Seat seat, int recordsMax, Owner owner) {
        this.loop = loop;
        this.seat = seat;
        this.owner = owner;
        this.consumer = new KafkaConsumer<>(ClientSettings.forGroupReader(seat.bus(), seat.group(), recordsMax));
        loop.polls(consumer);
        consumer.subscribe(List.of(seat.bus().nameOf(seat.reads())), new Assignments());
    }

    ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException e) {
            goOn(e);
            return ConsumerRecords.empty();
        } finally {
            loop.awake();
        }
    }

    /**
     * The topic has lost what was to be read next. What is gone cannot be waited for, so it goes on with the earliest there is, or, where the end
     * was cut off, with where that was; and says so.
     */
    private void goOn(OffsetOutOfRangeException gone) {
        Map<TopicPartition, Long> positions = gone.offsetOutOfRangePartitions();
        Map<TopicPartition, Long> next =
                new HashMap<>(undisturbed(() -> consumer.beginningOffsets(positions.keySet())));
        if (gone instanceof LogTruncationException cut) {
            cut.divergentOffsets().forEach((partition, at) -> next.put(partition, at.offset()));
        }
        positions.forEach((partition, position) -> {
            long to = next.get(partition);
            LOG.error(
                    "group={} topic={} partition={} position={} next={} lost_offsets={} reason=\"{}\"",
                    seat.group(),
                    partition.topic(),
                    partition.partition(),
                    position,
                    to,
                    Math.max(0, to - position),
                    to > position
                            ? "the topic's retention was shorter than this reader's absence; no token will come of what is lost,"
                                    + " and who waits for one has to send a new intent"
                            : "the topic was cut off or made anew: what it holds is read again");
            consumer.seek(partition, to);
        });
    }

    ConsumerGroupMetadata group() {
        return consumer.groupMetadata();
    }

    boolean holds(int partition) {
        return held.contains(partition);
    }

    boolean holdsAny() {
        return !held.isEmpty();
    }

    TopicPartition named(int partition) {
        return new TopicPartition(seat.bus().nameOf(seat.reads()), partition);
    }

    void seek(int partition, long offset) {
        consumer.seek(named(partition), offset);
    }

    void pause(int partition) {
        consumer.pause(List.of(named(partition)));
    }

    void resume(int partition) {
        consumer.resume(List.of(named(partition)));
    }

    /** What is committed for the partitions, after all open transactions on them have ended. */
    Map<Integer, CommittedAt> committed(Collection<Integer> partitions) {
        Set<TopicPartition> named = new HashSet<>();
        partitions.forEach(partition -> named.add(named(partition)));
        Map<TopicPartition, OffsetAndMetadata> known = undisturbed(() -> consumer.committed(named));
        Set<TopicPartition> fresh = new HashSet<>(named);
        fresh.removeIf(partition -> known.get(partition) != null);
        Map<TopicPartition, Long> starts =
                fresh.isEmpty() ? Map.of() : undisturbed(() -> consumer.beginningOffsets(fresh));
        Map<Integer, CommittedAt> committed = new HashMap<>();
        for (TopicPartition partition : named) {
            OffsetAndMetadata at = known.get(partition);
            committed.put(
                    partition.partition(),
                    at == null
                            ? new CommittedAt(starts.get(partition), "")
                            : new CommittedAt(at.offset(), at.metadata()));
        }
        return committed;
    }

    /** A wake-up is meant for a poll; one that comes late must not cut a question to the broker short. */
    private <T> T undisturbed(Supplier<T> question) {
        while (true) {
            try {
                return question.get();
            } catch (WakeupException e) {
                if (!loop.open()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE_MAX));
        } catch (WakeupException e) {
            consumer.close(CloseOptions.timeout(CLOSE_MAX));
        } finally {
            dropAll(Set.copyOf(held));
        }
    }

    private void dropAll(Collection<Integer> partitions) {
        for (int partition : partitions) {
            if (held.remove(partition)) {
                owner.gone(partition);
            }
        }
    }

    private final class Assignments implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            committed(numbers(partitions)).forEach((partition, at) -> {
                consumer.seek(named(partition), at.offset());
                held.add(partition);
                owner.assigned(partition, at);
            });
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                owner.leaving(numbers(partitions));
            } finally {
                dropAll(numbers(partitions));
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            dropAll(numbers(partitions));
        }

        private List<Integer> numbers(Collection<TopicPartition> partitions) {
            Function<TopicPartition, Integer> number = TopicPartition::partition;
            return partitions.stream().map(number).toList();
        }
    }
}
