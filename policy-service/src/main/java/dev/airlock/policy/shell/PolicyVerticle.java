package dev.airlock.policy.shell;

import dev.airlock.policy.decide.Hearing;
import dev.airlock.policy.decide.Ladder;
import dev.airlock.policy.decide.Leases;
import dev.airlock.policy.decide.Transitions;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standing;
import dev.airlock.policy.wire.TransitionEvents;
import dev.airlock.road.Inbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns verdicts into postures, and vouches for them: decide, append, replay. What it decided takes effect when its own record comes back
 * from the topic, so that a start and live running are the same code.
 *
 * <p>Two policy processes at once do no harm: both replay the same topics, so that both hold the same posture. If both append a posture
 * with the same sequence number, the first on the topic counts for everybody, both processes included; the other is a record that all ignore. Both publish
 * leases for the one that counts.
 *
 * <p>A transition event is sent by the process that appended the posture, once, after it was replayed; a process that dies in between
 * leaves the posture without its event.
 */
final class PolicyVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyVerticle.class);

    private final Surroundings surroundings;
    private final SigningKey key;
    private final Chance chance = new Chance();
    /** The ids of postures that were sent and have not come back. */
    private final Set<String> sent = new HashSet<>();

    private Outbox outbox;
    private Inbox pulses;
    private Inbox verdicts;
    private Inbox postures;
    private Standing standing = Standing.none();
    private PulseBoard board;
    private boolean ready;
    private boolean appending;
    private Renewal renewal;

    PolicyVerticle(Surroundings surroundings, SigningKey key) {
        this.surroundings = surroundings;
        this.key = key;
    }

    @Override
    public Future<?> start() {
        PolicyConfig config = surroundings.config();
        board = PulseBoard.listening(config.pulseTimeout(), surroundings.now().nanos());
        renewal = new Renewal(config.leaseEvery());
        outbox = new Outbox(
                context,
                Station.POLICY,
                Sender.of(config.bus(), Station.POLICY, config.sendTimeout()),
                surroundings.metrics());
        postures = Inbox.open(
                context,
                surroundings::now,
                each -> Tail.fromBeginning(config.bus(), Station.POLICY, Topic.POSTURES, each),
                this::record);
        verdicts = Inbox.open(
                context,
                surroundings::now,
                each -> Tail.fromBeginning(config.bus(), Station.POLICY, Topic.VERDICTS, each),
                this::hear);
        pulses = Inbox.open(
                context,
                surroundings::now,
                each -> Tail.fromEnd(config.bus(), Station.POLICY, Topic.RUNTIME, each),
                this::feel);
        vertx.setPeriodic(config.tick().toMillis(), _ -> step(surroundings.now()));
        return Future.succeededFuture();
    }

    private void hear(Inbound record, Moment received) {
        surroundings.metrics().verdictRead();
        switch (Codecs.VERDICT.open(record.value(), surroundings.ring())) {
            case Malformed<Signed<Verdict>>(String reason) -> bury(record, reason, received);
            case Good<Signed<Verdict>>(Signed<Verdict> signed) -> {
                Source source = sourceOf(signed.holder().role());
                switch (Hearing.of(standing, source, signed.value(), record.appendedAt())) {
                    case Hearing.Counts(Standing next) -> {
                        surroundings.metrics().verdictCounted();
                        standing = next;
                        step(received);
                    }
                    case Hearing.Older(String reason) -> {
                        surroundings.metrics().verdictOlder();
                        LOG.info(
                                "verdict id={} ignored reason=\"{}\"",
                                signed.value().verdictId(),
                                Line.of(reason));
                    }
                    case Hearing.Refused(String reason) -> bury(record, reason, received);
                }
            }
        }
    }

    private void bury(Inbound record, String reason, Moment received) {
        surroundings.metrics().verdictDead();
        outbox.bury(record, reason, received.wall());
    }

    private static Source sourceOf(KeyRole role) {
        return switch (role) {
            case OBSERVER -> Source.RUNTIME;
            case OPERATOR -> Source.OPERATOR;
            case POLICY, SNAFT, GATEWAY, EXECUTOR, LOCAL ->
                throw new IllegalStateException("the codec let a " + role + " key sign a verdict");
        };
    }

    /** The observer buries what cannot be read here. */
    private void feel(Inbound record, Moment received) {
        if (Codecs.PULSE.open(record.value(), surroundings.ring()) instanceof Good<Signed<Pulse>>(var signed)) {
            board = board.replay(signed.value(), received);
        }
    }

    private void record(Inbound record, Moment received) {
        switch (Codecs.POSTURE.open(record.value(), surroundings.ring())) {
            case Malformed<Signed<Posture>>(String reason) -> outbox.bury(record, reason, received.wall());
            case Good<Signed<Posture>>(Signed<Posture> signed) -> record(signed.value(), received);
        }
    }

    private void record(Posture posture, Moment received) {
        Standing next = standing.replay(posture);
        boolean ours = sent.remove(posture.postureId());
        if (next.equals(standing)) {
            return;
        }
        if (ours) {
            announce(standing.recorded(), posture);
        }
        standing = next;
        appending = false;
        surroundings.metrics().postureRecorded();
        step(received);
    }

    private void announce(Optional<Posture> previous, Posture posture) {
        LOG.info(
                "posture id={} sequence={} posture={} cause={} mode={} verdict={} reason=\"{}\" warnings={}",
                posture.postureId(),
                posture.sequence(),
                posture.posture(),
                posture.cause(),
                posture.runtimeMode(),
                posture.verdictId(),
                Line.of(posture.reason()),
                posture.coherenceWarnings().size());
        Transitions.between(previous, posture)
                .map(transition -> TransitionEvents.of(transition, chance.nonce(), posture.decidedAt()))
                .ifPresent(event -> outbox.send(Topic.EVENTS, Codecs.EVENT.encode(event)));
    }

    /** Appends what follows from what stands; if nothing does, vouches for what is recorded. */
    private void step(Moment now) {
        ready = ready || (postures.caughtUp() && verdicts.caughtUp() && pulses.caughtUp());
        if (!ready) {
            return;
        }
        if (!appending) {
            Ladder.decide(standing, now.wall(), chance.nonce()).ifPresent(this::append);
        }
        vouch(now);
    }

    private void append(Posture posture) {
        appending = true;
        sent.add(posture.postureId());
        outbox.send(Topic.POSTURES, Codecs.POSTURE.seal(posture, key))
                .onSuccess(delivered -> appending = delivered && appending);
    }

    private void vouch(Moment now) {
        surroundings.metrics().tick();
        Optional<Lease> lease = inTouch(now)
                ? Leases.decide(standing, board, now, surroundings.config().leaseTtl())
                : Optional.empty();
        if (lease.isEmpty()) {
            surroundings.metrics().leaseWithheld();
        } else if (!renewal.due(lease.get(), now)) {
            surroundings.metrics().leaseHeld();
        } else {
            surroundings.metrics().leaseIssued();
            renewal.begun(lease.get(), now);
            outbox.send(Topic.LEASES, Codecs.LEASE.seal(lease.get(), key)).onSuccess(_ -> renewal.done());
        }
    }

    private boolean inTouch(Moment now) {
        var most = surroundings.config().viewTimeout();
        return postures.fresh(now, most) && verdicts.fresh(now, most) && pulses.fresh(now, most);
    }

    @Override
    public Future<?> stop() {
        return Closing.of(vertx, pulses, verdicts, postures, outbox);
    }
}
