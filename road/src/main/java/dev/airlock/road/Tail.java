package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Follows a whole topic without a group: every committed record of every partition is handed on, in order within a partition, on
 * the tail's own thread. After a failure of the bus it goes on where it was. An exception of the receiver breaks the tail.
 */
public final class Tail implements AutoCloseable {
    /**
     * How long what a tail has read counts without a word of the broker that it was all there is: what was burned, forbidden, revoked or rejected
     * since is not heard meanwhile. A tail asks every 0.7 s at least, so this is seven answers that did not come; a new leader is there sooner.
     */
    public static final Duration TRUSTED_FOR = Duration.ofSeconds(5);

    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long ASK_NANOS = Duration.ofMillis(500).toNanos();

    private final Bus bus;
    private final Topic topic;
    private final Start start;
    private final Heard each;
    private final Loop loop;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private Map<TopicPartition, Long> startEnds = Map.of();
    private volatile Optional<Contact> contact = Optional.empty();
    /** The oldest ends that the broker told of and that are not reached yet; on the tail's thread only. */
    private Optional<Ends> aim = Optional.empty();

    private volatile OptionalLong confirmedNanos = OptionalLong.empty();

    /** Where the topic ended at a moment. */
    private record Ends(Map<TopicPartition, Long> ends, long atNanos) {
        boolean within(Map<TopicPartition, Long> now) {
            return ends.entrySet().stream().allMatch(end -> end.getValue() <= now.get(end.getKey()));
        }
    }

    /** Takes each record; on the tail's own thread, as early as before the tail's maker has it in hand. */
    @FunctionalInterface
    public interface Heard {
        /** @param news whether it came after the tail had begun; false for what the topic held then, after a failure of the bus as well */
        void hear(Inbound record, boolean news);
    }

    /** Where a tail begins. */
    private sealed interface Start {
        record Beginning() implements Start {}

        record At(Instant time) implements Start {}

        record End() implements Start {}
    }

    private Tail(Bus bus, Station station, Topic topic, Start start, Heard each) {
        Undeclared.unlessReads(station, topic);
        this.bus = bus;
        this.topic = topic;
        this.start = start;
        this.each = each;
        String name = "tail-" + station.name().toLowerCase(Locale.ROOT) + "-"
                + topic.name().toLowerCase(Locale.ROOT);
        this.loop = new Loop(name, this::live);
    }

    /** Everything there is, then what comes. */
    public static Tail fromBeginning(Bus bus, Station station, Topic topic, Consumer<Inbound> each) {
        return started(new Tail(bus, station, topic, new Start.Beginning(), (record, _) -> each.accept(record)));
    }

    /** The same, and of each record whether it is news. */
    public static Tail withNews(Bus bus, Station station, Topic topic, Heard each) {
        return started(new Tail(bus, station, topic, new Start.Beginning(), each));
    }

    /** Everything from the first record of each partition on that the broker took at {@code since} or later. */
    public static Tail since(Bus bus, Station station, Topic topic, Instant since, Consumer<Inbound> each) {
        return started(new Tail(bus, station, topic, new Start.At(since), (record, _) -> each.accept(record)));
    }

    /** What comes after {@link #awaitCaughtUp} has returned, at the latest. */
    public static Tail fromEnd(Bus bus, Station station, Topic topic, Consumer<Inbound> each) {
        return started(new Tail(bus, station, topic, new Start.End(), (record, _) -> each.accept(record)));
    }

    private static Tail started(Tail tail) {
        tail.loop.start();
        return tail;
    }

    /** Whether everything has been handed on that the topic held when the tail began. */
    public boolean caughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** Waits until {@link #caughtUp}; false if that takes longer than {@code most}. */
    public boolean awaitCaughtUp(Duration most) throws InterruptedException {
        return caughtUp.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** When the broker was last heard, at least every second while all is well; empty before the first time. */
    public Optional<Contact> contact() {
        return contact;
    }

    /**
     * The moment, by {@link System#nanoTime}, of which it is known that all was handed on that the topic held then; at most a little over a second
     * ago while all is well, empty before the first time.
     */
    public OptionalLong confirmedNanos() {
        return confirmedNanos;
    }

    public Health health() {
        return loop.health();
    }

    /**
     * Whether what was handed on may be taken for all that there is: running if it was for all within {@link #TRUSTED_FOR}, starting until the
     * topic was read once, and else failing, broken or closed with the reason. Any thread.
     */
    public Health hearing() {
        return hearing(loop.health(), caughtUp(), silence());
    }

    /** The same in one word. */
    public boolean heard() {
        return hearing() instanceof Health.Running;
    }

    static Health hearing(Health own, boolean caughtUp, Duration silence) {
        return switch (own) {
            case Health.Broken _, Health.Closed _ -> own;
            case Health.Starting _, Health.Running _ -> caughtUp ? unlessSilent(silence, "") : new Health.Starting();
            case Health.Failing(String reason) -> caughtUp ? unlessSilent(silence, ": " + reason) : own;
        };
    }

    private static Health unlessSilent(Duration silence, String why) {
        return silence.compareTo(TRUSTED_FOR) <= 0
                ? new Health.Running()
                : new Health.Failing("for more than " + TRUSTED_FOR.toSeconds()
                        + " s the broker has not confirmed that there is nothing newer" + why);
    }

    /** For how long it is not known that all was handed on; for ever, if it never was. */
    public Duration silence() {
        OptionalLong at = confirmedNanos;
        return at.isPresent()
                ? Duration.ofNanos(System.nanoTime() - at.getAsLong())
                : Duration.ofSeconds(Long.MAX_VALUE);
    }

    /** Stops within 10 s; the receiver is not called afterwards. */
    @Override
    public void close() {
        loop.close();
    }

    private void live() {
        Collection<TopicPartition> partitions = BusQueries.partitions(bus, topic);
        KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(ClientSettings.forTail(bus));
        try {
            loop.polls(reader);
            reader.assign(partitions);
            begin(reader, partitions);
            follow(reader, partitions);
        } finally {
            reader.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private void begin(KafkaConsumer<byte[], byte[]> reader, Collection<TopicPartition> partitions) {
        if (startEnds.isEmpty()) {
            long askedAt = System.nanoTime();
            Map<TopicPartition, Long> ends = Defect.guard(() -> BusQueries.highWaters(bus, partitions));
            positions.putAll(starts(reader, partitions));
            // Last: a life in which the bus fails one of the two questions is followed by one that asks both again.
            startEnds = ends;
            aim = Optional.of(new Ends(startEnds, askedAt));
        }
        positions.forEach(reader::seek);
    }

    private Map<TopicPartition, Long> starts(
            KafkaConsumer<byte[], byte[]> reader, Collection<TopicPartition> partitions) {
        return switch (start) {
            case Start.Beginning _ -> reader.beginningOffsets(partitions);
            case Start.End _ -> reader.endOffsets(partitions);
            case Start.At(Instant time) -> {
                // Where nothing is as new, the end; asked for first, so that nothing falls between the two questions.
                Map<TopicPartition, Long> from = new HashMap<>(reader.endOffsets(partitions));
                Map<TopicPartition, Long> asked = new HashMap<>();
                partitions.forEach(partition -> asked.put(partition, Math.max(0, time.toEpochMilli())));
                reader.offsetsForTimes(asked).forEach((partition, found) -> {
                    if (found != null) {
                        from.put(partition, found.offset());
                    }
                });
                yield from;
            }
        };
    }

    private void follow(KafkaConsumer<byte[], byte[]> reader, Collection<TopicPartition> partitions) {
        long askedAt = System.nanoTime() - ASK_NANOS;
        while (loop.open()) {
            reader.poll(caughtUp() ? WAIT : Duration.ofMillis(20)).forEach(record -> {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                Defect.guard(() -> {
                    each.hear(new Inbound(topic, record), record.offset() >= startEnds.getOrDefault(partition, 0L));
                    return record;
                });
                positions.put(partition, record.offset() + 1);
            });
            partitions.forEach(partition -> positions.put(partition, reader.position(partition)));
            confirm();
            if (!caughtUp() && reachedStartEnds()) {
                if (silence().compareTo(TRUSTED_FOR) > 0) {
                    // It took so long to read that the ends of the start say nothing of now any more.
                    ask(reader, partitions);
                }
                caughtUp.countDown();
            }
            if (System.nanoTime() - askedAt >= ASK_NANOS) {
                ask(reader, partitions);
                askedAt = System.nanoTime();
            }
        }
    }

    private boolean reachedStartEnds() {
        // A tail from the end is in place as soon as its positions are fixed.
        return start instanceof Start.End || reached(startEnds);
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.get(end.getKey()) >= end.getValue());
    }

    private void confirm() {
        if (aim.isPresent() && reached(aim.get().ends())) {
            confirmedNanos = OptionalLong.of(aim.get().atNanos());
            aim = Optional.empty();
        }
    }

    /** An empty poll does not tell a silent topic from a dead broker; the ends of the topic do. */
    private void ask(KafkaConsumer<byte[], byte[]> reader, Collection<TopicPartition> partitions) {
        long askedAt = System.nanoTime();
        try {
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions, Duration.ofSeconds(2));
            long behind = ends.entrySet().stream()
                    .mapToLong(end -> Math.max(0, end.getValue() - positions.get(end.getKey())))
                    .sum();
            contact = Optional.of(new Contact(System.nanoTime(), behind));
            // The oldest aim is kept until it is reached: a topic whose end runs ahead is confirmed all the same, as of
            // then. One that was cut or made anew never gets there.
            aim = aim.filter(kept -> kept.within(ends)).or(() -> Optional.of(new Ends(Map.copyOf(ends), askedAt)));
            confirm();
            loop.well();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            loop.pauseAfter(e);
        }
    }
}
