package dev.airlock.snaft.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.road.DeadLetters;
import dev.airlock.road.Inbound;
import dev.airlock.road.LogTrace;
import dev.airlock.road.Outbound;
import dev.airlock.road.Step;
import dev.airlock.road.Work;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Intents.Opened;
import dev.airlock.snaft.decide.Circumstances;
import dev.airlock.snaft.model.Facts;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns every record of INTENTS into one of SCREENED, or into a dead letter if nobody can read it. On the hop's thread; keeps
 * nothing between records.
 */
final class ScreeningWork implements Work {
    private static final Logger LOG = LoggerFactory.getLogger(ScreeningWork.class);
    private static final int REASON_LENGTH_MAX = 1024;

    private final GuardedScreener screener;
    private final Function<Facts, Circumstances> around;
    private final CallerKeys callers;
    private final SigningKey key;
    private final InstantSource clock;
    private final SnaftMetrics metrics;

    /** @param around what is known besides an intent, asked once for each */
    ScreeningWork(
            GuardedScreener screener,
            Function<Facts, Circumstances> around,
            CallerKeys callers,
            SigningKey key,
            InstantSource clock,
            SnaftMetrics metrics) {
        this.screener = screener;
        this.around = around;
        this.callers = callers;
        this.key = key;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void assigned(int partition, String mark) {
        // Nothing is remembered.
    }

    @Override
    public void revoked(int partition) {
        // Nothing is remembered.
    }

    @Override
    public Step step(int partition, List<Inbound> records) {
        return new Step(records.stream().map(this::answer).toList(), "");
    }

    private Outbound answer(Inbound record) {
        metrics.read();
        try (LogTrace _ = record.traced()) {
            return word(record).after(record);
        }
    }

    private Outbound word(Inbound record) {
        try {
            return switch (Intents.open(record.value(), callers)) {
                case Good<Opened>(Opened opened) -> screened(record, opened);
                case Malformed<Opened>(String reason) -> deadLetter(record, reason);
            };
        } catch (RuntimeException | StackOverflowError defect) {
            // One record must not stop the road for all behind it; it is kept, and said loudly.
            LOG.error("screening failed at={}", record, defect);
            return deadLetter(record, "screening failed: " + defect);
        }
    }

    private Outbound screened(Inbound record, Opened opened) {
        var came = new GuardedScreener.Came(Entrance.BUS, record.appendedAt());
        Screening screening = screener.screen(opened, Bytes.of(record.value()), came, around, clock.instant());
        byte[] value = Codecs.SCREENING.seal(screening, key);
        LOG.info(
                "screened intent={} session={} wants={} origin={} principal={} word={}",
                screening.key().text(),
                screening.session(),
                screening.intent(),
                screening.origin(),
                screening.principal(),
                screening.refusal().map(r -> r.kind() + ":" + r.rule()).orElse("passed"));
        if (screening.refusal().isPresent()) {
            metrics.refused();
        } else {
            metrics.passed();
        }
        return Outbound.byKey(Topic.SCREENED, screening.session().getBytes(UTF_8), value);
    }

    private Outbound deadLetter(Inbound record, String reason) {
        LOG.warn("undecodable at={} reason=\"{}\"", record, Line.fit(reason, REASON_LENGTH_MAX));
        metrics.undecodable();
        return DeadLetters.of(Station.SNAFT, record, reason, clock.instant());
    }
}
