package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.PostureWatch;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.posture.Whom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Predicate;

/** Follows the posture as gateway and executor do, for a person who wants to know, or a start that waits for the road to open. */
public final class Watch implements AutoCloseable {
    /** No session and no principal has a blank as its name. */
    private static final String ANY = " ";

    private final PostureWatch posture;

    private Watch(Bus bus, KeyRing ring, InstantSource clock) {
        this.posture = PostureWatch.start(bus, Station.OPERATOR, ring, clock, _ -> changed());
    }

    public static Watch on(Bus bus, KeyRing ring, InstantSource clock) {
        return new Watch(bus, ring, clock);
    }

    private synchronized void changed() {
        notifyAll();
    }

    /** What is known. */
    public PostureView view() {
        return posture.view();
    }

    /** What binds everybody now. */
    public Effective effective() {
        return posture.get();
    }

    /** What binds this scope now. */
    public Effective effective(Scope scope) {
        return switch (scope.kind()) {
            case FLEET -> effective();
            case AGENT -> posture.of(new Whom(scope.name(), ANY));
            case SESSION -> posture.of(new Whom(ANY, scope.name()));
        };
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
        posture.close();
    }
}
