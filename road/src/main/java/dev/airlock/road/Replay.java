package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads what is there, on the caller's thread, and returns: how a station rebuilds the state of a partition. */
public final class Replay {
    private static final Duration POLL = Duration.ofMillis(100);
    /** An open transaction ends within 4 s, so that a standstill of this length is a failure. */
    private static final Duration STANDSTILL_MAX = Duration.ofSeconds(10);

    private Replay() {}

    /**
     * Hands every committed record of a partition to {@code each}, oldest first. It waits for transactions that are open now, so
     * what an earlier owner of the partition committed is seen, even if its end was only just decided.
     *
     * @throws BusUnreachable if there is no progress for 10 s
     */
    public static void partition(Bus bus, Station station, Topic topic, int partition, Consumer<Inbound> each)
            throws BusUnreachable {
        tail(bus, station, topic, partition, Long.MAX_VALUE, each);
    }

    /**
     * The same for the records below an offset, whatever was appended since.
     *
     * @param end as {@link Extent#end} has it
     * @throws BusUnreachable if there is no progress for 10 s
     */
    public static void upTo(Bus bus, Station station, Topic topic, int partition, long end, Consumer<Inbound> each)
            throws BusUnreachable {
        read(
                bus,
                station,
                topic,
                partition,
                record -> {
                    if (record.offset() < end) {
                        each.accept(record);
                    }
                },
                (reader, named, _) -> reader.beginningOffsets(List.of(named)).get(named),
                end);
    }

    /**
     * The same for the records that the broker appended at {@code from} or later.
     *
     * @throws BusUnreachable if there is no progress for 10 s
     */
    public static void since(Bus bus, Station station, Topic topic, int partition, Instant from, Consumer<Inbound> each)
            throws BusUnreachable {
        read(bus, station, topic, partition, each, (reader, named, _) -> {
            // Asked for first: with none found below it, what an open transaction hides begins there.
            long stable = reader.endOffsets(List.of(named)).get(named);
            OffsetAndTimestamp first = reader.offsetsForTimes(Map.of(named, Math.max(0, from.toEpochMilli())))
                    .get(named);
            return first == null ? stable : first.offset();
        });
    }

    /**
     * The same for the newest records of a partition only.
     *
     * @param offsetsMax how far back from the end it begins; there are fewer records than that, since transactions take offsets too
     */
    public static void tail(
            Bus bus, Station station, Topic topic, int partition, long offsetsMax, Consumer<Inbound> each)
            throws BusUnreachable {
        read(bus, station, topic, partition, each, (reader, named, end) -> {
            long oldest = reader.beginningOffsets(List.of(named)).get(named);
            return Math.max(oldest, end - offsetsMax);
        });
    }

    /** Where a replay begins. */
    private interface Beginning {
        long of(KafkaConsumer<byte[], byte[]> reader, TopicPartition named, long end);
    }

    private static void read(
            Bus bus, Station station, Topic topic, int partition, Consumer<Inbound> each, Beginning beginning)
            throws BusUnreachable {
        read(bus, station, topic, partition, each, beginning, Long.MAX_VALUE);
    }

    private static void read(
            Bus bus,
            Station station,
            Topic topic,
            int partition,
            Consumer<Inbound> each,
            Beginning beginning,
            long endMax)
            throws BusUnreachable {
        Undeclared.unlessReads(station, topic);
        TopicPartition named = new TopicPartition(bus.nameOf(topic), partition);
        long end = Math.min(endMax, BusQueries.highWaters(bus, List.of(named)).get(named));
        if (end == 0) {
            return;
        }
        KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(ClientSettings.forReader(bus));
        try {
            reader.assign(List.of(named));
            reader.seek(named, beginning.of(reader, named, end));
            readTo(bus, topic, reader, named, end, each);
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        } finally {
            reader.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private static void readTo(
            Bus bus,
            Topic topic,
            KafkaConsumer<byte[], byte[]> reader,
            TopicPartition named,
            long end,
            Consumer<Inbound> each)
            throws BusUnreachable {
        long position = reader.position(named);
        long movedAt = System.nanoTime();
        while (position < end) {
            ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
            records.forEach(one -> each.accept(new Inbound(topic, one)));
            long now = reader.position(named);
            if (now > position) {
                movedAt = System.nanoTime();
            } else if (System.nanoTime() - movedAt > STANDSTILL_MAX.toNanos()) {
                throw new BusUnreachable(
                        bus, new TimeoutException(named + " stands still at " + position + " of " + end));
            }
            position = now;
        }
    }
}
