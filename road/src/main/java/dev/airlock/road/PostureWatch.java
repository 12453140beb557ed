package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Guard;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.posture.Whom;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Follows postures and leases, and says what posture binds us now. What cannot be read or is not signed by policy becomes a dead letter and
 * changes nothing, and so closes the view: its lease never comes, or is for a posture that is not there. Any thread may ask.
 */
public final class PostureWatch implements Supplier<Effective>, Guard, AutoCloseable {
    private final KeyRing ring;
    private final InstantSource clock;
    private final Consumer<Guard> onChange;
    private final AtomicReference<PostureView> view = new AtomicReference<>(PostureView.unknown());
    private final DeadLetterBox letters;
    private final Tail postures;
    private final Tail leases;

    private PostureWatch(Bus bus, Station station, KeyRing ring, InstantSource clock, Consumer<Guard> onChange) {
        this.ring = ring;
        this.clock = clock;
        this.onChange = onChange;
        this.letters = new DeadLetterBox(bus, station, clock);
        this.postures = Tail.fromBeginning(bus, station, Topic.POSTURES, this::posture);
        this.leases = Tail.fromEnd(bus, station, Topic.LEASES, this::lease);
    }

    /**
     * Starts to follow.
     *
     * @param station who reads; it writes the dead letters, if it may
     * @param onChange called after every posture and lease that was read, on a tail's thread, with this
     */
    public static PostureWatch start(
            Bus bus, Station station, KeyRing ring, InstantSource clock, Consumer<Guard> onChange) {
        return new PostureWatch(bus, station, ring, clock, onChange);
    }

    /** What binds somebody now: the fleet's posture, and his agent's and his session's. */
    @Override
    public Effective of(Whom whom) {
        return view().current(clock.instant(), System.nanoTime(), whom);
    }

    /** What binds everybody now. */
    @Override
    public Effective get() {
        return view().current(clock.instant(), System.nanoTime());
    }

    /** What is known. */
    public PostureView view() {
        return view.get();
    }

    private void posture(Inbound record) {
        switch (Codecs.POSTURE.open(record.value(), ring)) {
            case Good<Signed<Posture>>(Signed<Posture> signed) -> {
                view.updateAndGet(known -> known.replay(signed.value()));
                onChange.accept(this);
            }
            case Malformed<Signed<Posture>>(String reason) -> {
                var _ = letters.put(record, reason);
            }
        }
    }

    private void lease(Inbound record) {
        long receivedAtNanos = System.nanoTime();
        switch (Codecs.LEASE.open(record.value(), ring)) {
            case Good<Signed<Lease>>(Signed<Lease> signed) -> {
                view.updateAndGet(known -> known.replay(signed.value(), receivedAtNanos));
                onChange.accept(this);
            }
            case Malformed<Signed<Lease>>(String reason) -> {
                var _ = letters.put(record, reason);
            }
        }
    }

    @Override
    public void close() {
        postures.close();
        leases.close();
        letters.close();
    }
}
