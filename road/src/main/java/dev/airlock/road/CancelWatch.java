package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Spoken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Follows all cancels that are kept, and those that come. What cannot be read, or no known caller spoken, becomes a dead letter. */
public final class CancelWatch implements AutoCloseable {
    private final CallerKeys keys;
    private final Consumer<Spoken<Cancel>> each;
    private final DeadLetterBox letters;
    private final Tail cancels;

    private CancelWatch(Bus bus, Station station, CallerKeys keys, InstantSource clock, Consumer<Spoken<Cancel>> each) {
        this.keys = keys;
        this.each = each;
        this.letters = new DeadLetterBox(bus, station, clock);
        this.cancels = Tail.fromBeginning(bus, station, Topic.CANCELS, this::cancel);
    }

    /**
     * Starts to follow.
     *
     * @param station who reads; it writes the dead letters, if it may
     * @param each told of every cancel, on the tail's thread
     */
    public static CancelWatch start(
            Bus bus, Station station, CallerKeys keys, InstantSource clock, Consumer<Spoken<Cancel>> each) {
        return new CancelWatch(bus, station, keys, clock, each);
    }

    /** Waits until all that were there at the start were told of; false if that takes longer than {@code most}. */
    public boolean awaitCaughtUp(Duration most) throws InterruptedException {
        return cancels.awaitCaughtUp(most);
    }

    /** Whether all that were there at the start were told of. */
    public boolean caughtUp() {
        return cancels.caughtUp();
    }

    /** How the following is; what comes while it is {@link Health.Failing} is told of later. */
    public Health health() {
        return cancels.health();
    }

    private void cancel(Inbound record) {
        switch (Codecs.CANCEL.openFrom(record.value(), keys)) {
            case Good<Spoken<Cancel>>(Spoken<Cancel> spoken) -> each.accept(spoken);
            case Malformed<Spoken<Cancel>>(String reason) -> letters.put(record, reason);
        }
    }

    @Override
    public void close() {
        cancels.close();
        letters.close();
    }
}
