package dev.airlock.executor.shell;

import dev.airlock.road.Bus;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows postures and leases. What is not signed by policy is passed over: an unread posture has no lease here, so passing it over
 * closes the view. Any thread may ask.
 */
final class PostureWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostureWatch.class);

    private final KeyRing ring;
    private final InstantSource clock;
    private final Consumer<Effective> onPosture;
    private final AtomicReference<PostureView> view = new AtomicReference<>(PostureView.unknown());
    private final Tail postures;
    private final Tail leases;

    /**
     * Starts to follow.
     *
     * @param onPosture told at once when a record changed the view
     */
    PostureWatch(Bus bus, KeyRing ring, InstantSource clock, Consumer<Effective> onPosture) {
        this.ring = ring;
        this.clock = clock;
        this.onPosture = onPosture;
        this.postures = Tail.fromBeginning(bus, Station.EXECUTOR, Topic.POSTURES, this::posture);
        this.leases = Tail.fromEnd(bus, Station.EXECUTOR, Topic.LEASES, this::lease);
    }

    /** What binds us now. */
    Effective current() {
        return view.get().current(clock.instant(), System.nanoTime());
    }

    private void posture(Inbound record) {
        switch (Codecs.POSTURE.open(record.value(), ring)) {
            case Good<Signed<Posture>>(Signed<Posture> signed) ->
                onPosture.accept(view.updateAndGet(known -> known.replay(signed.value()))
                        .current(clock.instant(), System.nanoTime()));
            case Malformed<Signed<Posture>>(String reason) -> LOG.warn("passed_over={} reason=\"{}\"", record, reason);
        }
    }

    private void lease(Inbound record) {
        long receivedAt = System.nanoTime();
        switch (Codecs.LEASE.open(record.value(), ring)) {
            case Good<Signed<Lease>>(Signed<Lease> signed) ->
                view.updateAndGet(known -> known.replay(signed.value(), receivedAt));
            case Malformed<Signed<Lease>>(String reason) -> LOG.warn("passed_over={} reason=\"{}\"", record, reason);
        }
    }

    @Override
    public void close() {
        postures.close();
        leases.close();
    }
}
