package dev.airlock.redteam;

import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.wire.Codecs;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The pulses of an executor that is not there, with a microVM that is ready. Where no guest runs the posture lets nobody in from outside, and so nothing
 * could be raced; with these it opens, and what is let in is ordered and then run by nobody. Its own thread.
 */
final class Phantom implements AutoCloseable {
    static final String NAME = "phantom";
    /** As executors pulse. */
    private static final int PERIOD_MILLIS = 250;

    private final ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("phantom-pulse").factory());
    private long sequence;

    /**
     * Begins to pulse.
     *
     * @param key an executor's, which a field has
     * @param sent takes each record
     */
    Phantom(SigningKey key, InstantSource clock, Consumer<byte[]> sent) {
        var _ = beating.scheduleAtFixedRate(
                () -> sent.accept(Codecs.PULSE.seal(pulse(clock), key)), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Pulse pulse(InstantSource clock) {
        return new Pulse(
                NAME,
                sequence++,
                clock.instant(),
                false,
                0,
                0,
                List.of(new Pulse.BackendPulse(Backend.MICROVM, true, "none: a phantom of the red team", "")));
    }

    @Override
    public void close() {
        beating.shutdownNow();
    }
}
