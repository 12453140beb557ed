package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Brings records to the bus that lie in a journal of one's own, exactly once: records and the journal's position are one transaction.
 * The position is an offset commit of a group that has no members, in the first partition of TOKENS. Beside it, and in the other partitions' commits,
 * stand marks for who audits: see {@link Marks#ofLanes}. One thread.
 *
 * <p>Preconditions: one live courier per name; a second one fences the first.
 */
public final class Courier implements AutoCloseable {
    /** What Kafka keeps beside an offset, unless its {@code offset.metadata.max.bytes} says otherwise. */
    public static final int METADATA_MAX = 4096;

    private static final String BETWEEN = " ";

    private final Bus bus;
    private final Station station;
    private final String group;
    private final List<TopicPartition> slots;
    private String firstMark = "";
    private Optional<ConsumerGroupMetadata> membership = Optional.empty();
    private Optional<Producer<byte[], byte[]>> current = Optional.empty();

    /**
     * Where a journal stands.
     *
     * @param journal which journal: ASCII without a space
     * @param next the number of the next record to bring, 0 and more
     * @param marks what is to be known of partitions of TOKENS: as committed, all; to be committed, those that change. ASCII, with the journal's name at
     *     most {@value #METADATA_MAX} characters
     */
    public record Position(String journal, long next, Map<Integer, String> marks) {
        public Position {
            marks = Map.copyOf(marks);
        }
    }

    private Courier(Bus bus, Station station, String name) {
        this.bus = bus;
        this.station = station;
        this.group = groups(bus, station) + name;
        this.slots = IntStream.range(0, Topic.TOKENS.partitions())
                .mapToObj(partition -> new TopicPartition(bus.nameOf(Topic.TOKENS), partition))
                .toList();
    }

    /** What the names of all couriers' groups at a station begin with. */
    public static String groups(Bus bus, Station station) {
        return bus.namespace() + "airlock." + station.name().toLowerCase(Locale.ROOT) + ".";
    }

    /** A courier; it does not need the bus to begin with. */
    public static Courier of(Bus bus, Station station, String name) {
        return new Courier(bus, station, name);
    }

    /**
     * What was committed last; a transaction that a predecessor left open is ended first.
     *
     * @throws BusUnreachable if it cannot be asked; try again
     */
    public Optional<Position> position() throws BusUnreachable {
        try {
            discard();
            var _ = producer();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        }
        KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(ClientSettings.forGroupReader(bus, group, 1));
        try {
            membership = Optional.of(member.groupMetadata());
            // Waits for the end of transactions that have the position in them.
            return position(member.committed(Set.copyOf(slots)));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        } finally {
            member.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private Optional<Position> position(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<Integer, String> marks = new HashMap<>();
        slots.forEach(slot -> Optional.ofNullable(committed.get(slot))
                .map(at -> mark(slot, at.metadata()))
                .filter(mark -> !mark.isEmpty())
                .ifPresent(mark -> marks.put(slot.partition(), mark)));
        firstMark = marks.getOrDefault(0, "");
        return Optional.ofNullable(committed.get(slots.getFirst()))
                .map(at -> new Position(at.metadata().split(BETWEEN, 2)[0], at.offset(), marks));
    }

    /** In the first slot the journal's name comes before it. */
    static String mark(TopicPartition slot, String metadata) {
        if (slot.partition() > 0) {
            return metadata;
        }
        int end = metadata.indexOf(BETWEEN);
        return end < 0 ? "" : metadata.substring(end + BETWEEN.length());
    }

    /**
     * Makes the records visible and moves the position, or neither.
     *
     * <p>Preconditions: {@link #position} was asked since the last failure.
     *
     * @throws BusUnreachable if it is not known which; {@link #position} says it, and is to be asked before the next commit
     * @throws IllegalArgumentException if a record is larger than its topic takes, or a mark than a broker keeps
     */
    public void commit(List<Outbound> records, Position position) throws BusUnreachable {
        records.forEach(this::check);
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets(position);
        try {
            Producer<byte[], byte[]> producer = producer();
            producer.beginTransaction();
            for (Outbound record : records) {
                // A failed send fails the commit.
                var _ = producer.send(record.on(bus));
            }
            producer.sendOffsetsToTransaction(
                    offsets, membership.orElseThrow(() -> new IllegalStateException("ask for the position first")));
            producer.commitTransaction();
            firstMark = position.marks().getOrDefault(0, firstMark);
        } catch (InterruptException e) {
            discard();
            throw e;
        } catch (KafkaException e) {
            discard();
            throw new BusUnreachable(bus, e);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Position position) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        position.marks().forEach((partition, mark) -> offsets.put(slots.get(partition), at(position, mark)));
        String first = position.marks().getOrDefault(0, firstMark);
        offsets.put(
                slots.getFirst(),
                at(position, first.isEmpty() ? position.journal() : position.journal() + BETWEEN + first));
        return offsets;
    }

    private static OffsetAndMetadata at(Position position, String metadata) {
        if (metadata.length() > METADATA_MAX) {
            throw new IllegalArgumentException(
                    "a broker keeps " + METADATA_MAX + " bytes beside an offset; these are " + metadata.length());
        }
        return new OffsetAndMetadata(position.next(), metadata);
    }

    private void check(Outbound record) {
        Undeclared.unlessWrites(station, record.topic());
        if (!record.fits()) {
            throw new IllegalArgumentException(record.bytes() + " bytes for " + record.topic() + ", which takes "
                    + Outbound.bytesMax(record.topic()));
        }
    }

    private Producer<byte[], byte[]> producer() {
        if (current.isEmpty()) {
            Producer<byte[], byte[]> fresh = new KafkaProducer<>(ClientSettings.forCourier(bus, group));
            current = Optional.of(fresh);
            try {
                fresh.initTransactions();
            } catch (KafkaException e) {
                discard();
                throw e;
            }
        }
        return current.get();
    }

    /** Its successor's first act is to end what was left open. */
    private void discard() {
        current.ifPresent(producer -> producer.close(Duration.ZERO));
        current = Optional.empty();
    }

    @Override
    public void close() {
        current.ifPresent(producer -> producer.close(Duration.ofSeconds(1)));
        current = Optional.empty();
    }
}
