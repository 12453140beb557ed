package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * The position is an offset commit of a group that has no members. One thread.
 *
 * <p>Preconditions: one live courier per name; a second one fences the first.
 */
public final class Courier implements AutoCloseable {
    private final Bus bus;
    private final Station station;
    private final String group;
    private final TopicPartition slot;
    private Optional<ConsumerGroupMetadata> membership = Optional.empty();
    private Optional<Producer<byte[], byte[]>> current = Optional.empty();

    /**
     * Where a journal stands.
     *
     * @param journal which journal, at most {@value Step#MARK_MAX} characters of ASCII
     * @param next the number of the next record to bring, 0 and more
     */
    public record Position(String journal, long next) {}

    private Courier(Bus bus, Station station, String name) {
        this.bus = bus;
        this.station = station;
        this.group = bus.namespace() + "airlock." + station.name().toLowerCase(Locale.ROOT) + "." + name;
        this.slot = new TopicPartition(bus.nameOf(Topic.TOKENS), 0);
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
            OffsetAndMetadata at = member.committed(Set.of(slot)).get(slot);
            return Optional.ofNullable(at).map(known -> new Position(known.metadata(), known.offset()));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        } finally {
            member.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    /**
     * Makes the records visible and moves the position, or neither.
     *
     * <p>Preconditions: {@link #position} was asked since the last failure.
     *
     * @throws BusUnreachable if it is not known which; {@link #position} says it, and is to be asked before the next commit
     * @throws IllegalArgumentException if a record is larger than its topic takes
     */
    public void commit(List<Outbound> records, Position position) throws BusUnreachable {
        records.forEach(this::check);
        try {
            Producer<byte[], byte[]> producer = producer();
            producer.beginTransaction();
            for (Outbound record : records) {
                // A failed send fails the commit.
                var _ = producer.send(record.on(bus));
            }
            producer.sendOffsetsToTransaction(
                    Map.of(slot, new OffsetAndMetadata(position.next(), position.journal())),
                    membership.orElseThrow(() -> new IllegalStateException("ask for the position first")));
            producer.commitTransaction();
        } catch (InterruptException e) {
            discard();
            throw e;
        } catch (KafkaException e) {
            discard();
            throw new BusUnreachable(bus, e);
        }
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
