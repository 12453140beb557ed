package dev.airlock.policy.shell;

import dev.airlock.road.DeadLetters;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a verticle's records without ever blocking its context, in the order in which they were given. */
final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final Context context;
    private final Station station;
    private final Sender sender;
    private final PolicyMetrics metrics;

    Outbox(Context context, Station station, Sender sender, PolicyMetrics metrics) {
        this.context = context;
        this.station = station;
        this.sender = sender;
        this.metrics = metrics;
    }

    /** Sends a record about a scope; true once all replicas have it, false if that did not happen in time. */
    Future<Boolean> send(Topic topic, String scope, byte[] value) {
        return send(Outbound.byKey(topic, scope.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Keeps a record that nobody could read. */
    Future<Boolean> bury(Inbound record, String reason, Instant at) {
        LOG.warn("dead-letter station={} record={} reason=\"{}\"", station, record, Line.of(reason));
        return send(DeadLetters.of(station, record, reason, at));
    }

    private Future<Boolean> send(Outbound record) {
        return context.executeBlocking(() -> sender.send(record))
                .compose(stage -> Future.fromCompletionStage(stage, context))
                .map(delivery -> delivered(record.topic(), delivery))
                .otherwise(failure -> failed(record.topic(), failure.toString()));
    }

    private boolean delivered(Topic topic, Delivery delivery) {
        return switch (delivery) {
            case Delivery.Delivered _ -> true;
            case Delivery.TooLarge(int bytes, int bytesMax) ->
                failed(topic, bytes + " bytes; the topic takes " + bytesMax);
            case Delivery.Unreachable(String reason, boolean _) -> failed(topic, reason);
        };
    }

    private boolean failed(Topic topic, String reason) {
        metrics.sendFailed();
        LOG.warn("send station={} topic={} failed reason=\"{}\"", station, topic, Line.of(reason));
        return false;
    }

    /** Blocks until what is under way is done or given up; not on the context. */
    @Override
    public void close() {
        sender.close();
    }
}
