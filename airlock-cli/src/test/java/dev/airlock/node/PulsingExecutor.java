package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Pulse.BackendPulse;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Pulses as an executor does, and says of itself what it is told to, until it is closed. */
public final class PulsingExecutor implements AutoCloseable {
    private static final String NAME = "pulsing";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pulse").factory());
    private final AtomicLong sequence = new AtomicLong();
    private final SigningKey key;
    private final Sender sender;
    private final boolean draining;
    private final List<BackendPulse> backends;

    private PulsingExecutor(Bus bus, SigningKey key, boolean draining, List<BackendPulse> backends) {
        this.key = key;
        this.draining = draining;
        this.backends = backends;
        this.sender = Sender.of(bus, Station.EXECUTOR, Duration.ofSeconds(1));
        var _ = timer.scheduleAtFixedRate(this::beat, 0, 100, TimeUnit.MILLISECONDS);
    }

    /** One with these backends. */
    public static PulsingExecutor on(Bus bus, SigningKey key, boolean draining, BackendPulse... backends) {
        return new PulsingExecutor(bus, key, draining, List.of(backends));
    }

    /** How a microVM is. */
    public static BackendPulse microvm(boolean ready, String detail) {
        return new BackendPulse(Backend.MICROVM, ready, "microvm test", detail);
    }

    /** Its name. */
    public static String name() {
        return NAME;
    }

    /** What it says. */
    static Pulse pulse(long sequence, boolean draining, BackendPulse... backends) {
        return new Pulse(NAME, sequence, Instant.now(), draining, 0, 0, List.of(backends));
    }

    private void beat() {
        Pulse pulse = pulse(sequence.getAndIncrement(), draining, backends.toArray(BackendPulse[]::new));
        var _ = sender.send(
                Outbound.byKey(Topic.RUNTIME, NAME.getBytes(StandardCharsets.US_ASCII), Codecs.PULSE.seal(pulse, key)));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        sender.close();
    }
}
