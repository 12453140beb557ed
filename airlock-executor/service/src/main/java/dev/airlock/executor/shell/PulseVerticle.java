package dev.airlock.executor.shell;

import dev.airlock.executor.sandbox.Readiness;
import dev.airlock.executor.sandbox.Sandbox;
import dev.airlock.road.Health;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.wire.Codecs;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Says every 250 ms how this executor is, signed. A backend is ready only if a program did run on it. */
final class PulseVerticle extends VerticleBase {
    /** Four fit into the second after which silence closes the road. */
    static final long PERIOD_MILLIS = 250;

    private final Identity identity;
    private final Collection<Sandbox> sandboxes;
    private final Slots slots;
    private final Supplier<Health> health;
    private final Supplier<Boolean> draining;
    private final Sender sender;
    private final InstantSource clock;
    private long sequence;

    PulseVerticle(
            Identity identity,
            Collection<Sandbox> sandboxes,
            Slots slots,
            Supplier<Health> health,
            Supplier<Boolean> draining,
            Sender sender,
            InstantSource clock) {
        this.identity = identity;
        this.sandboxes = List.copyOf(sandboxes);
        this.slots = slots;
        this.health = health;
        this.draining = draining;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        beat();
        vertx.setPeriodic(PERIOD_MILLIS, _ -> beat());
        return Future.succeededFuture();
    }

    /** A pulse that does not arrive is a pulse that was not there: nothing is sent again. */
    private void beat() {
        byte[] key = identity.name().getBytes(StandardCharsets.UTF_8);
        var _ = sender.send(Outbound.byKey(Topic.RUNTIME, key, Codecs.PULSE.seal(pulse(), identity.key())));
    }

    private Pulse pulse() {
        Pulse whole = new Pulse(
                identity.name(),
                sequence++,
                clock.instant(),
                draining.get(),
                slots.busy(),
                slots.waiting(),
                sandboxes.stream().map(this::backend).toList());
        return readable(whole);
    }

    /** Without the backends of which a policy of the release before, where there is one, has never heard: it would hear nothing of the others, either. */
    static Pulse readable(Pulse whole) {
        if (Codecs.PULSE.canBeRead(whole)) {
            return whole;
        }
        return with(
                whole,
                whole.backends().stream()
                        .filter(one -> Codecs.PULSE.canBeRead(with(whole, List.of(one))))
                        .toList());
    }

    private static Pulse with(Pulse pulse, List<Pulse.BackendPulse> backends) {
        return new Pulse(
                pulse.executor(),
                pulse.sequence(),
                pulse.at(),
                pulse.draining(),
                pulse.busy(),
                pulse.queued(),
                backends);
    }

    private Pulse.BackendPulse backend(Sandbox sandbox) {
        Readiness readiness = sandbox.readiness();
        boolean runs = readiness instanceof Readiness.Ready;
        return switch (health.get()) {
            case Health.Broken(Throwable cause) ->
                backend(sandbox, false, readiness.isolation(), "does not work: " + cause);
            case Health.Failing(String reason) ->
                // It still runs what it has. Whoever reads the pulse is told what it does not hear.
                backend(sandbox, runs, readiness.isolation(), reason + "; " + readiness.detail());
            case Health.Starting _, Health.Running _, Health.Closed _ ->
                backend(sandbox, runs, readiness.isolation(), readiness.detail());
        };
    }

    private static Pulse.BackendPulse backend(Sandbox sandbox, boolean ready, String isolation, String detail) {
        String told = detail.substring(0, Math.min(detail.length(), 1000));
        return new Pulse.BackendPulse(sandbox.kind().backend(), ready, isolation, told);
    }
}
