package dev.airlock.policy.shell;

import dev.airlock.policy.decide.Hearing;
import dev.airlock.policy.decide.Observer;
import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.policy.model.Standings;
import dev.airlock.road.Inbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the pulses and says what it thinks of the runtime, signed, when that changes. Its last verdict comes back to it from the topic,
 * also after a restart; until then it says nothing new. While the broker is silent it draws no conclusion from missing pulses.
 *
 * <p>Two observers at once see the same pulses and read each other's verdicts, so that the second finds nothing to add.
 */
final class ObserverVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ObserverVerticle.class);

    private final Surroundings surroundings;
    private final SigningKey key;
    private final Chance chance = new Chance();

    private Outbox outbox;
    private Inbox pulses;
    private Inbox verdicts;
    private PulseBoard board;
    /** Only the observers' side of it is used. */
    private Standings standings = Standings.none();

    private boolean listening;
    private boolean saying;

    ObserverVerticle(Surroundings surroundings, SigningKey key) {
        this.surroundings = surroundings;
        this.key = key;
    }

    @Override
    public Future<?> start() {
        PolicyConfig config = surroundings.config();
        board = PulseBoard.listening(config.pulseTimeout(), surroundings.now().nanos());
        outbox = new Outbox(
                context,
                Station.OBSERVER,
                Sender.of(config.bus(), Station.OBSERVER, config.sendTimeout()),
                surroundings.metrics());
        pulses = Inbox.open(
                context,
                surroundings,
                each -> Tail.fromEnd(config.bus(), Station.OBSERVER, Topic.RUNTIME, each),
                this::hear);
        verdicts = Inbox.open(
                context,
                surroundings,
                each -> Tail.fromBeginning(config.bus(), Station.OBSERVER, Topic.VERDICTS, each),
                this::remember);
        vertx.setPeriodic(config.tick().toMillis(), _ -> look(surroundings.now()));
        return Future.succeededFuture();
    }

    private void hear(Inbound record, Moment received) {
        switch (Codecs.PULSE.open(record.value(), surroundings.ring())) {
            case Malformed<Signed<Pulse>>(String reason) -> outbox.bury(record, reason, received.wall());
            case Good<Signed<Pulse>>(Signed<Pulse> signed) -> {
                board = board.replay(signed.value(), received);
                look(received);
            }
        }
    }

    /** Policy buries what cannot be read here; the observer needs its own word only. */
    private void remember(Inbound record, Moment received) {
        if (Codecs.VERDICT.open(record.value(), surroundings.ring()) instanceof Good<Signed<Verdict>>(var signed)
                && Emitters.OBSERVER.equals(signed.value().emitter())
                && Hearing.of(standings, Emitters.DEFAULT, Signers.of(signed), signed.value(), record.appendedAt())
                        instanceof Hearing.Counts(Standings next)) {
            standings = next;
            saying = false;
        }
    }

    private void look(Moment now) {
        if (!pulses.caughtUp()
                || !verdicts.caughtUp()
                || !pulses.fresh(now, surroundings.config().viewTimeout())) {
            listening = false;
            return;
        }
        if (!listening) {
            listening = true;
            board = new PulseBoard(board.heard(), board.timeout(), now.nanos());
        }
        if (!saying) {
            Observer.decide(board, standings.fleet().runtime(), now, chance.nonce())
                    .ifPresent(this::say);
        }
    }

    private void say(Verdict verdict) {
        LOG.info(
                "verdict id={} mode={} reason=\"{}\"",
                verdict.verdictId(),
                verdict.runtimeMode(),
                Line.of(verdict.reason()));
        saying = true;
        outbox.send(Topic.VERDICTS, verdict.scope(), Codecs.VERDICT.seal(verdict, key))
                .onSuccess(delivered -> saying = delivered && saying);
    }

    @Override
    public Future<?> stop() {
        saying = true;
        return Closing.of(vertx, pulses, verdicts, outbox);
    }
}
