package dev.airlock.policy.shell;

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

/** Pulses as an executor with a ready microVM pool does, until it is closed. */
final class PulsingExecutor implements AutoCloseable {
    private static final byte[] NAME = "executor-1".getBytes(StandardCharsets.US_ASCII);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pulse").factory());
    private final AtomicLong sequence = new AtomicLong();
    private final SigningKey key;
    private final Sender sender;

    PulsingExecutor(Bus bus, SigningKey key) {
        this.key = key;
        this.sender = Sender.of(bus, Station.EXECUTOR, Duration.ofSeconds(1));
        var _ = timer.scheduleAtFixedRate(this::pulse, 0, 250, TimeUnit.MILLISECONDS);
    }

    private void pulse() {
        var backend = new BackendPulse(Backend.MICROVM, true, "microvm test", "");
        var pulse = new Pulse("executor-1", sequence.getAndIncrement(), Instant.now(), false, 0, 0, List.of(backend));
        var _ = sender.send(Outbound.byKey(Topic.RUNTIME, NAME, Codecs.PULSE.seal(pulse, key)));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        sender.close();
    }
}
