package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Writes records one by one, outside any transaction: pulses, leases, events, intents, dead letters. Any thread may call it. */
public final class Sender implements AutoCloseable {
    private final Bus bus;
    private final Station station;
    private final Duration patience;
    private final Producer<byte[], byte[]> producer;

    private Sender(Bus bus, Station station, Duration patience) {
        this.bus = bus;
        this.station = station;
        this.patience = patience;
        this.producer = new KafkaProducer<>(ClientSettings.forWriter(bus, patience));
    }

    /** A sender that gives a record up after {@code patience}, at least 100 ms; it does not need the bus to begin with. */
    public static Sender of(Bus bus, Station station, Duration patience) {
        if (patience.toMillis() < 100) {
            throw new IllegalArgumentException("a patience of " + patience + " delivers nothing; give 100 ms or more");
        }
        return new Sender(bus, station, patience);
    }

    /**
     * Sends a record. Blocks for {@code patience} at most, and only while the topic's place is not known yet. The answer comes on the
     * producer's thread: do not block it.
     *
     * @throws Undeclared if the station does not write the topic
     */
    public CompletionStage<Delivery> send(Outbound record) {
        Undeclared.unlessWrites(station, record.topic());
        if (!record.fits()) {
            return CompletableFuture.completedStage(
                    new Delivery.TooLarge(record.bytes(), Outbound.bytesMax(record.topic())));
        }
        CompletableFuture<Delivery> delivery = new CompletableFuture<>();
        try {
            var _ = producer.send(record.on(bus), (at, failure) -> {
                if (failure == null) {
                    delivery.complete(new Delivery.Delivered(at.partition(), at.offset()));
                } else {
                    delivery.complete(unreachable(failure));
                }
            });
        } catch (KafkaException e) {
            delivery.complete(unreachable(e));
        }
        return delivery;
    }

    private Delivery unreachable(Exception failure) {
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new Delivery.Unreachable(
                "bus " + bus.bootstrapServers() + ": " + reason, failure instanceof RetriableException);
    }

    /** Waits for what is under way, for {@code patience} at most. */
    @Override
    public void close() {
        producer.close(patience);
    }
}
