package dev.airlock.road;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes outputs and offsets so that all of them become visible, or none.
 *
 * <p>On the loop's thread only. Whatever goes wrong, the transaction is aborted; where even that fails, or it is unknown how the
 * commit ended, the producer is thrown away, and its successor's first act is to end what was left open. In both cases the truth is
 * what the group has committed, and the caller has to look there.
 */
final class TransactionalWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalWriter.class);

    private final Seat seat;
    private final Probe probe;
    private Optional<Producer<byte[], byte[]>> current = Optional.empty();

    TransactionalWriter(Seat seat, Probe probe) {
        this.seat = seat;
        this.probe = probe;
    }

    /**
     * Commits, or says why not.
     *
     * @throws IllegalArgumentException if an output is larger than its topic takes; ask {@link Outbound#fits} first
     * @throws Undeclared if the station does not write one of the topics
     */
    Optional<KafkaException> commit(
            List<Outbound> outputs, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        outputs.forEach(this::check);
        try {
            Producer<byte[], byte[]> producer = producer();
            producer.beginTransaction();
            for (Outbound output : outputs) {
                // A failed send fails the commit.
                var _ = producer.send(output.on(seat.bus()));
            }
            producer.sendOffsetsToTransaction(offsets, group);
            probe.beforeCommit();
            producer.commitTransaction();
            probe.afterCommit();
            return Optional.empty();
        } catch (InterruptException e) {
            discard();
            throw e;
        } catch (KafkaException e) {
            LOG.info("transaction id={} aborted=\"{}\"", seat.transactionalId(), e.toString());
            abort(e);
            return Optional.of(e);
        }
    }

    /** Ends what a predecessor of the same name left open, so that nobody waits for it. */
    void open() {
        var _ = producer();
    }

    private void check(Outbound output) {
        Undeclared.unlessWrites(seat.station(), output.topic());
        if (!output.fits()) {
            throw new IllegalArgumentException(output.bytes() + " bytes for " + output.topic() + ", which takes "
                    + Outbound.bytesMax(output.topic()) + "; ask fits() and write something smaller");
        }
    }

    private Producer<byte[], byte[]> producer() {
        if (current.isEmpty()) {
            Producer<byte[], byte[]> fresh =
                    new KafkaProducer<>(ClientSettings.forTransactionalWriter(seat.bus(), seat.transactionalId()));
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

    private void abort(KafkaException cause) {
        if (current.isEmpty()) {
            return;
        }
        if (cause instanceof TimeoutException) {
            // The broker may have committed: only a new producer may go on.
            discard();
            return;
        }
        try {
            current.get().abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            discard();
        }
    }

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
