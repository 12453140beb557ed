package dev.airlock.gateway.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.Samples;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Replay;
import dev.airlock.road.Sender;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A road whose policy and snaft are the test. */
public final class TestRoad implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Bus bus = TestBus.road();
    private final Sender snaft = Sender.of(bus, Station.SNAFT, PATIENCE);
    private final Sender policy = Sender.of(bus, Station.POLICY, PATIENCE);
    private final ScheduledExecutorService leases = Executors.newSingleThreadScheduledExecutor();

    public Bus bus() {
        return bus;
    }

    /** Says a posture, and that it holds, until the road is closed. */
    public void hold(Posture posture) {
        say(posture);
        var _ = leases.scheduleAtFixedRate(this::lease, 0, 200, TimeUnit.MILLISECONDS);
    }

    /** Says a posture of one scope, for which nobody vouches. */
    public void say(Posture posture) {
        send(
                policy,
                Outbound.byKey(Topic.POSTURES, utf8(posture.scope()), Codecs.POSTURE.seal(posture, Samples.POLICY)));
    }

    private void lease() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        send(
                policy,
                Outbound.byKey(Topic.LEASES, utf8("fleet"), Codecs.LEASE.seal(Samples.lease(now), Samples.POLICY)));
    }

    /** Publishes screenings, in order. */
    public void screen(Screening... screenings) {
        for (Screening screening : screenings) {
            screened(screening.session(), Codecs.SCREENING.seal(screening, Samples.SNAFT));
        }
    }

    public void screened(String session, byte[] value) {
        send(snaft, Outbound.byKey(Topic.SCREENED, utf8(session), value));
    }

    public static void send(Sender sender, Outbound record) {
        assertThat(sender.send(record).toCompletableFuture().join()).isInstanceOf(Delivery.Delivered.class);
    }

    /** All committed records of a topic. */
    public List<Inbound> read(Topic topic) {
        var records = new ArrayList<Inbound>();
        try {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                Replay.partition(bus, Station.CONSOLE, topic, partition, records::add);
            }
        } catch (BusUnreachable e) {
            throw new AssertionError(e);
        }
        return records;
    }

    public int count(Topic topic) {
        return read(topic).size();
    }

    /** All tokens, each verified. */
    public List<Token> tokens() {
        var reader = new TokenReader(Samples.RING);
        return read(Topic.TOKENS).stream().map(record -> token(reader, record)).toList();
    }

    private static Token token(TokenReader reader, Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            try {
                return reader.read(token);
            } catch (TokenRejected e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError(record + " is no token");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        leases.shutdownNow();
        snaft.close();
        policy.close();
    }
}
