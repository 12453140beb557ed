package dev.airlock.policy.shell;

import dev.airlock.policy.decide.Hearing;
import dev.airlock.policy.decide.Ladder;
import dev.airlock.policy.decide.Transitions;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.Standing;
import dev.airlock.policy.model.Standings;
import dev.airlock.policy.wire.TransitionEvents;
import dev.airlock.road.Inbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns verdicts into postures, and vouches for them: decide, append, replay. What it decided takes effect when its own record comes back
 * from the topic, so that a start and live running are the same code.
 *
 * <p>Two policy processes at once do no harm: both replay the same topics, so that both come to hold the same posture. If both append a
 * posture with one sequence number, the first on the topic counts for everybody, both processes included, and the other is ignored. A
 * process that reads another's posture before the verdict behind it appends nothing until it has heard that verdict: who knows less does
 * not overrule. Both publish leases for the posture that counts.
 *
 * <p>A transition event is sent by the process that appended the posture, once, after it was replayed; a process that dies in between
 * leaves the posture without its event.
 */
final class PolicyVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyVerticle.class);

    private final Surroundings surroundings;
    private final SigningKey key;
    private final Optional<Lookout> lookout;
    private final Outlook outlook;
    private final Chance chance = new Chance();
    /** The ids of postures that were sent and have not come back. */
    private final Set<String> sent = new HashSet<>();

    private Outbox outbox;
    private Inbox verdicts;
    private Inbox postures;
    private Standings standings = Standings.none();
    private boolean ready;
    private boolean appending;
    private boolean stopping;
    private boolean blind;
    /** The verdict behind another process's posture that we have yet to hear. */
    private Optional<String> awaited = Optional.empty();

    private Voucher voucher;

    /**
     * @param lookout says whether incidents can be seen; empty where nobody looks for them
     * @param outlook is told what the road is like
     */
    PolicyVerticle(Surroundings surroundings, SigningKey key, Optional<Lookout> lookout, Outlook outlook) {
        this.surroundings = surroundings;
        this.key = key;
        this.lookout = lookout;
        this.outlook = outlook;
    }

    @Override
    public Future<?> start() {
        PolicyConfig config = surroundings.config();
        outbox = new Outbox(
                context,
                Station.POLICY,
                Sender.of(config.bus(), Station.POLICY, config.sendTimeout()),
                surroundings.metrics());
        postures = Inbox.open(
                context,
                surroundings,
                each -> Tail.fromBeginning(config.bus(), Station.POLICY, Topic.POSTURES, each),
                this::record);
        verdicts = Inbox.open(
                context,
                surroundings,
                each -> Tail.fromBeginning(config.bus(), Station.POLICY, Topic.VERDICTS, each),
                this::hear);
        voucher = new Voucher(context, surroundings, key, outbox, outlook);
        vertx.setPeriodic(config.tick().toMillis(), _ -> step(surroundings.now()));
        return Future.succeededFuture();
    }

    private void hear(Inbound record, Moment received) {
        surroundings.metrics().verdictRead();
        switch (Codecs.VERDICT.open(record.value(), surroundings.ring())) {
            case Malformed<Signed<Verdict>>(String reason) -> bury(record, reason, received);
            case Good<Signed<Verdict>>(Signed<Verdict> signed) -> {
                Verdict verdict = signed.value();
                switch (Hearing.of(
                        standings,
                        surroundings.config().emitters(),
                        Signers.of(signed),
                        verdict,
                        record.appendedAt())) {
                    case Hearing.Counts(Standings next) -> {
                        surroundings.metrics().verdictCounted();
                        standings = next;
                        awaited = awaited.filter(id -> !id.equals(verdict.verdictId()));
                        step(received);
                    }
                    case Hearing.Older(String reason) -> {
                        surroundings.metrics().verdictOlder();
                        LOG.info("verdict id={} ignored reason=\"{}\"", verdict.verdictId(), Line.of(reason));
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

    private void record(Inbound record, Moment received) {
        switch (Codecs.POSTURE.open(record.value(), surroundings.ring())) {
            case Malformed<Signed<Posture>>(String reason) -> outbox.bury(record, reason, received.wall());
            case Good<Signed<Posture>>(Signed<Posture> signed) -> record(signed.value(), received);
        }
    }

    private void record(Posture posture, Moment received) {
        boolean ours = sent.contains(posture.postureId());
        Standing before = standings.of(Scope.of(posture.scope()));
        Standings next = standings.replay(posture);
        if (next.newest() == standings.newest()) {
            return;
        }
        if (ours) {
            announce(before.recorded(), posture);
        }
        standings = next;
        outlook.records(posture);
        // What else we sent had the same sequence number and lost.
        sent.clear();
        appending = false;
        awaited = Optional.of(posture.verdictId())
                .filter(id -> ready && !ours && !id.equals(Ladder.NO_VERDICT) && !before.heard(id));
        surroundings.metrics().postureRecorded();
        step(received);
    }

    private void announce(Optional<Posture> previous, Posture posture) {
        LOG.info(
                "posture id={} scope={} sequence={} posture={} cause={} mode={} verdict={} reason=\"{}\" warnings={}",
                posture.postureId(),
                Line.of(posture.scope()),
                posture.sequence(),
                posture.posture(),
                posture.cause(),
                posture.runtimeMode(),
                posture.verdictId(),
                Line.of(posture.reason()),
                posture.coherenceWarnings().size());
        Transitions.between(previous, posture)
                .map(transition -> TransitionEvents.of(transition, chance.nonce(), posture.decidedAt()))
                .ifPresent(event -> outbox.send(Topic.EVENTS, posture.scope(), Codecs.EVENT.encode(event)));
    }

    /** Appends what follows from what stands, and vouches for what is recorded as long as it is the same. */
    private void step(Moment now) {
        ready = ready || (postures.caughtUp() && verdicts.caughtUp() && voucher.caughtUp());
        if (!ready || stopping) {
            return;
        }
        if (!appending && awaited.isEmpty()) {
            Ladder.decide(standings, now.wall(), chance.nonce()).ifPresent(this::append);
        }
        Duration most = surroundings.config().viewTimeout();
        voucher.vouch(standings, now, postures.fresh(now, most) && verdicts.fresh(now, most) && seesIncidents(now));
    }

    private boolean seesIncidents(Moment now) {
        Optional<String> blindness = lookout.flatMap(one -> one.blindness(now));
        if (blind != blindness.isPresent()) {
            blind = blindness.isPresent();
            blindness.ifPresentOrElse(
                    why -> LOG.warn("vouching=stopped reason=\"{}\"", Line.of(why)),
                    () -> LOG.info("vouching=\"incidents can be seen again\""));
        }
        return !blind;
    }

    private void append(Posture posture) {
        appending = true;
        sent.add(posture.postureId());
        outbox.send(Topic.POSTURES, posture.scope(), Codecs.POSTURE.seal(posture, key))
                .onSuccess(delivered -> appending = delivered && appending);
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Closing.of(vertx, voucher, verdicts, postures, outbox);
    }
}
