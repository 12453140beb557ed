package dev.airlock.policy.shell;

import dev.airlock.policy.decide.Hearing;
import dev.airlock.policy.decide.Incidents;
import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.KillWindow;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.Standings;
import dev.airlock.policy.wire.Kills;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Inbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the kills among the tokens, and says so, signed, when they are an incident. At a start it reads the tokens of one window back, and
 * the verdicts from the beginning: what was found before stands there, and is not said twice. Only tokens whose seal is good count.
 *
 * <p>It begins {@link #LATER_MILLIS} after the others: what was killed meanwhile is in the window, and the road opens the sooner.
 */
final class IncidentVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(IncidentVerticle.class);
    private static final long LATER_MILLIS = 500;
    private static final long AGAIN_MILLIS = 250;

    private final Surroundings surroundings;
    private final SigningKey key;
    private final Lookout lookout;
    private final TokenReader reader;
    private final Chance chance = new Chance();

    private KillWindow kills;
    private Standings standings = Standings.none();
    private Optional<Outbox> outbox = Optional.empty();
    private Optional<Inbox> tokens = Optional.empty();
    private Optional<Inbox> verdicts = Optional.empty();
    private boolean saying;
    /** The verdict that was sent last. */
    private String said = "";

    private boolean stopping;

    /** @param lookout is told whether incidents can be seen */
    IncidentVerticle(Surroundings surroundings, SigningKey key, Lookout lookout) {
        this.surroundings = surroundings;
        this.key = key;
        this.lookout = lookout;
        this.reader = new TokenReader(surroundings.ring());
        this.kills = KillWindow.empty(surroundings.config().incidents().window());
    }

    /** Whether its word would count; where it would not, nobody needs to look. */
    static boolean counts(PolicyConfig config) {
        return config.incidents().watched()
                && config.emitters().source(Emitters.INCIDENTS).isPresent();
    }

    @Override
    public Future<?> start() {
        vertx.setTimer(LATER_MILLIS, _ -> begin());
        return Future.succeededFuture();
    }

    private void begin() {
        if (stopping) {
            return;
        }
        PolicyConfig config = surroundings.config();
        if (!counts(config)) {
            LOG.warn(
                    "incidents=unwatched reason=\"{} is not on the list of emitters, so its word would not count\"",
                    Emitters.INCIDENTS);
            return;
        }
        Instant since = surroundings.now().wall().minus(kills.length());
        outbox = Optional.of(new Outbox(
                context,
                Station.OBSERVER,
                Sender.of(config.bus(), Station.OBSERVER, config.sendTimeout()),
                surroundings.metrics()));
        verdicts = Optional.of(Inbox.open(
                context,
                surroundings,
                each -> Tail.fromBeginning(config.bus(), Station.OBSERVER, Topic.VERDICTS, each),
                this::remember));
        tokens = Optional.of(Inbox.open(
                context,
                surroundings,
                each -> Tail.since(config.bus(), Station.OBSERVER, Topic.TOKENS, since, record -> {
                    if (Kills.mayBe(record.value())) {
                        each.accept(record);
                    }
                }),
                this::count));
        vertx.setPeriodic(AGAIN_MILLIS, _ -> {
            look();
            tellOfGaps(surroundings.now());
        });
    }

    /** A token that cannot be read or is not sealed counts for nothing; those who audit the ledger tell of it. */
    private void count(Inbound record, Moment received) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord sealed)) {
            try {
                Token token = reader.read(sealed, record.appendedAt());
                Kills.of(
                                token,
                                record.appendedAt(),
                                surroundings.config().incidents().limits())
                        .ifPresent(kill -> {
                            surroundings.metrics().killCounted();
                            kills = kills.replay(kill);
                            look();
                        });
            } catch (TokenRejected e) {
                LOG.warn("token record={} counts for nothing reason=\"{}\"", record, Line.of(e.getMessage()));
            }
        }
    }

    /** Policy buries what cannot be read here, and what does not count. */
    private void remember(Inbound record, Moment received) {
        if (Codecs.VERDICT.open(record.value(), surroundings.ring()) instanceof Good<Signed<Verdict>>(var signed)) {
            Hearing hearing = Hearing.of(
                    standings,
                    surroundings.config().emitters(),
                    Signers.of(signed),
                    signed.value(),
                    record.appendedAt());
            if (hearing instanceof Hearing.Counts(Standings next)) {
                standings = next;
                saying = false;
                look();
            } else if (signed.value().verdictId().equals(said)) {
                // Somebody else's came between; what the kills ask for now is looked at again in a moment.
                LOG.warn("incident id={} did not count: {}", said, hearing);
                saying = false;
            }
        }
    }

    private void look() {
        boolean settled = tokens.filter(Inbox::caughtUp).isPresent()
                && verdicts.filter(Inbox::caughtUp).isPresent();
        if (settled && !saying && !stopping) {
            Incidents.decide(
                            kills,
                            standings,
                            surroundings.config().incidents(),
                            surroundings.now().wall(),
                            chance.nonce())
                    .ifPresent(this::say);
        }
    }

    private void tellOfGaps(Moment now) {
        gap("tokens", tokens, now)
                .or(() -> gap("verdicts", verdicts, now))
                .ifPresentOrElse(lookout::unseen, () -> lookout.seen(now));
    }

    private Optional<String> gap(String what, Optional<Inbox> inbox, Moment now) {
        return inbox.flatMap(records -> records.gap(now, surroundings.config().viewTimeout()))
                .map(why -> what + ": " + why);
    }

    private void say(Verdict verdict) {
        LOG.warn(
                "incident id={} scope={} posture={} reason=\"{}\" {}",
                verdict.verdictId(),
                Line.of(verdict.scope()),
                verdict.snaftPosture(),
                Line.of(verdict.reason()),
                Line.of(verdict.evidence().orElse("")));
        surroundings.metrics().incidentFound();
        saying = true;
        said = verdict.verdictId();
        outbox.orElseThrow()
                .send(Topic.VERDICTS, verdict.scope(), Codecs.VERDICT.seal(verdict, key))
                .onSuccess(delivered -> saying = delivered && saying);
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Closing.of(
                vertx,
                () -> tokens.ifPresent(Inbox::close),
                () -> verdicts.ifPresent(Inbox::close),
                () -> outbox.ifPresent(Outbox::close));
    }
}
