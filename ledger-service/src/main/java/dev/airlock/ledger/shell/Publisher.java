package dev.airlock.ledger.shell;

import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Summit;
import dev.airlock.ledger.wire.LedgerEvents;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the bus: heads, and what is wrong. Each call waits until the bus has it, or says that it has not. Any thread. */
final class Publisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int NONCE_BYTES = 8;
    private static final int LINE_LENGTH_MAX = 300;

    private final String ledger;
    private final Sender sender;
    private final InstantSource clock;
    private final LedgerMetrics metrics;
    private final SecureRandom random = new SecureRandom();

    /** A head that is to be told of. */
    record Head(Summit summit, SignedCheckpoint signed) {}

    Publisher(Bus bus, String ledger, InstantSource clock, LedgerMetrics metrics) {
        this.ledger = ledger;
        this.sender = Sender.of(bus, Station.LEDGER, PATIENCE);
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Tells of heads; whether the bus has them all. */
    boolean heads(List<Head> heads) {
        return all(heads.stream().map(this::checkpoint).toList());
    }

    private Outbound checkpoint(Head head) {
        String log = head.signed().checkpoint().log();
        var record = new CheckpointRecord(
                log,
                LogName.parse(log).partition(),
                head.summit().size(),
                head.summit().root(),
                head.summit().nextOffset(),
                clock.instant(),
                new String(head.signed().bytes(), StandardCharsets.UTF_8));
        return Outbound.byKey(
                Topic.CHECKPOINTS, log.getBytes(StandardCharsets.UTF_8), Codecs.CHECKPOINT.encode(record));
    }

    /** Tells of incidents; whether the bus has them all. */
    boolean incidents(List<Incident> incidents, long leftOut) {
        for (Incident incident : incidents) {
            LOG.warn(
                    "ledger incident={} partition={} offset={} index={} token={} left_out={} reason=\"{}\"",
                    incident.kind(),
                    incident.partition(),
                    incident.offset(),
                    incident.index(),
                    incident.tokenId().orElse("-"),
                    leftOut,
                    Line.fit(incident.reason(), LINE_LENGTH_MAX));
        }
        boolean told = all(incidents.stream().map(this::event).toList());
        if (told) {
            incidents.forEach(_ -> metrics.incident());
        }
        return told;
    }

    private Outbound event(Incident incident) {
        String log = new LogName(ledger, incident.partition()).text();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        GatewayEvent event = LedgerEvents.of(incident, log, HexFormat.of().formatHex(nonce), clock.instant());
        return Outbound.byKey(Topic.EVENTS, log.getBytes(StandardCharsets.UTF_8), Codecs.EVENT.encode(event));
    }

    private boolean all(List<Outbound> records) {
        List<CompletionStage<Delivery>> underway = new ArrayList<>();
        records.forEach(record -> underway.add(sender.send(record)));
        boolean all = true;
        for (CompletionStage<Delivery> one : underway) {
            Delivery delivery = one.toCompletableFuture().join();
            if (!(delivery instanceof Delivery.Delivered)) {
                LOG.warn("ledger sends again: {}", delivery);
                metrics.failed();
                all = false;
            }
        }
        return all;
    }

    @Override
    public void close() {
        sender.close();
    }
}
