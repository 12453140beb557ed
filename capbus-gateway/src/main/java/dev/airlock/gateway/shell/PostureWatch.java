package dev.airlock.gateway.shell;

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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What posture holds now. A record that cannot be read or that policy did not sign changes nothing, and so closes the view: its
 * lease never comes, or is for a posture that is not there. Safe for any thread.
 */
final class PostureWatch implements Supplier<Effective>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostureWatch.class);

    private final KeyRing ring;
    private final InstantSource clock;
    private final AtomicReference<PostureView> view = new AtomicReference<>(PostureView.unknown());
    private final Tail postures;
    private final Tail leases;

    PostureWatch(Bus bus, KeyRing ring, InstantSource clock) {
        this.ring = ring;
        this.clock = clock;
        this.postures = Tail.fromBeginning(bus, Station.GATEWAY, Topic.POSTURES, this::posture);
        this.leases = Tail.fromEnd(bus, Station.GATEWAY, Topic.LEASES, this::lease);
    }

    @Override
    public Effective get() {
        return view.get().current(clock.instant(), System.nanoTime());
    }

    private void posture(Inbound record) {
        switch (Codecs.POSTURE.open(record.value(), ring)) {
            case Good<Signed<Posture>>(Signed<Posture> signed) -> view.updateAndGet(now -> now.replay(signed.value()));
            case Malformed<Signed<Posture>>(String reason) -> LOG.warn("record={} malformed=\"{}\"", record, reason);
        }
    }

    private void lease(Inbound record) {
        long receivedAtNanos = System.nanoTime();
        switch (Codecs.LEASE.open(record.value(), ring)) {
            case Good<Signed<Lease>>(Signed<Lease> signed) ->
                view.updateAndGet(now -> now.replay(signed.value(), receivedAtNanos));
            case Malformed<Signed<Lease>>(String reason) -> LOG.warn("record={} malformed=\"{}\"", record, reason);
        }
    }

    @Override
    public void close() {
        postures.close();
        leases.close();
    }
}
