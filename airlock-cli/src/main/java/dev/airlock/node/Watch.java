package dev.airlock.node;

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
import dev.airlock.schemas.wire.Signed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Follows the posture as gateway and executor do, for a person who wants to know, or a start that waits for the road to open. */
public final class Watch implements AutoCloseable {
    private final KeyRing ring;
    private final InstantSource clock;
    private final Tail postures;
    private final Tail leases;
    private PostureView view = PostureView.unknown();

    private Watch(Bus bus, KeyRing ring, InstantSource clock) {
        this.ring = ring;
        this.clock = clock;
        this.postures = Tail.fromBeginning(bus, Station.OPERATOR, Topic.POSTURES, this::posture);
        this.leases = Tail.fromEnd(bus, Station.OPERATOR, Topic.LEASES, this::lease);
    }

    public static Watch on(Bus bus, KeyRing ring, InstantSource clock) {
        return new Watch(bus, ring, clock);
    }

    private synchronized void posture(Inbound record) {
        if (Codecs.POSTURE.open(record.value(), ring) instanceof Good<Signed<Posture>>(Signed<Posture> signed)) {
            view = view.replay(signed.value());
            notifyAll();
        }
    }

    private synchronized void lease(Inbound record) {
        if (Codecs.LEASE.open(record.value(), ring) instanceof Good<Signed<Lease>>(Signed<Lease> signed)) {
            view = view.replay(signed.value(), System.nanoTime());
            notifyAll();
        }
    }

    /** What is known. */
    public synchronized PostureView view() {
        return view;
    }

    /** What binds everybody now. */
    public synchronized Effective effective() {
        return view.current(clock.instant(), System.nanoTime());
    }

    /** Waits until what binds everybody is {@code wanted}, or {@code most} has passed; returns it as it is then. */
    public synchronized Effective await(Predicate<Effective> wanted, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); left > 0 && !wanted.test(effective()); left = end - System.nanoTime()) {
            wait(Math.max(1, Math.min(left / 1_000_000, 100)));
        }
        return effective();
    }

    @Override
    public void close() {
        postures.close();
        leases.close();
    }
}
