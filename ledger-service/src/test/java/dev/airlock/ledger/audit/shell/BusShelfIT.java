package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Token;
import dev.airlock.road.Bus;
import dev.airlock.road.Courier;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Placement;
import dev.airlock.road.Sender;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an audit reads of a road that goes on meanwhile, on a real broker. */
class BusShelfIT {
    private static final int PARTITION = 3;
    private static final String SESSION = "session-1";
    private static final int SESSION_PARTITION = Placement.of(SESSION, Topic.TOKENS.partitions());

    @TempDir
    private Path scratch;

    private final Bus bus = TestBus.road(EnumSet.of(Topic.TOKENS, Topic.CHECKPOINTS, Topic.POSTURES, Topic.LEASES));

    private void append(Station station, Topic topic, int partition, String text) {
        try (Sender sender = Sender.of(bus, station, Duration.ofSeconds(20))) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(sender.send(Outbound.to(topic, partition, bytes, bytes))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
    }

    private static List<String> read(BusShelf shelf, Topic topic, int partition) throws Exception {
        List<String> texts = new ArrayList<>();
        shelf.each(topic, partition, record -> texts.add(new String(record.value(), StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void tokens_and_heads_are_those_of_one_moment_and_what_they_stand_on_is_read_as_it_is() throws Exception {
        append(Station.GATEWAY, Topic.TOKENS, PARTITION, "token 1");
        append(Station.LEDGER, Topic.CHECKPOINTS, 0, "head 1");
        append(Station.POLICY, Topic.POSTURES, 0, "posture 1");
        BusShelf shelf = BusShelf.now(bus);
        long offsets = shelf.offsets(Topic.TOKENS);

        append(Station.POLICY, Topic.POSTURES, 0, "posture 2");
        append(Station.GATEWAY, Topic.TOKENS, PARTITION, "token 2");
        append(Station.GATEWAY, Topic.TOKENS, PARTITION + 1, "token 3");
        append(Station.LEDGER, Topic.CHECKPOINTS, 0, "head 2");

        assertThat(read(shelf, Topic.TOKENS, PARTITION)).containsExactly("token 1");
        assertThat(read(shelf, Topic.TOKENS, PARTITION + 1)).isEmpty();
        assertThat(read(shelf, Topic.CHECKPOINTS, 0)).containsExactly("head 1");
        assertThat(read(shelf, Topic.POSTURES, 0))
                .as("whatever a token stands on was there before it")
                .containsExactly("posture 1", "posture 2");
        assertThat(shelf.offsets(Topic.TOKENS)).isEqualTo(offsets);
        assertThat(read(BusShelf.now(bus), Topic.TOKENS, PARTITION)).containsExactly("token 1", "token 2");
    }

    /** A lane that committed two tokens, of which the topic has the first ones only. */
    private void lane(int committed, int there) throws Exception {
        Town town = Town.of(0);
        List<Token> tokens = new ArrayList<>();
        for (int number = 0; number < committed; number++) {
            tokens.add(town.seal(
                    Town.content(number, SESSION, false, Lane.FAST), Town.EXECUTOR, Lane.FAST, SESSION_PARTITION));
        }
        try (Courier courier = Courier.of(bus, Station.LANE, "node-a");
                Sender policy = Sender.of(bus, Station.POLICY, Duration.ofSeconds(20))) {
            assertThat(policy.send(Outbound.to(
                                    Topic.POSTURES,
                                    0,
                                    Posture.FLEET.getBytes(StandardCharsets.UTF_8),
                                    Codecs.POSTURE.seal(Town.posture(Town.POSTURE, 1, 60), Town.POLICY)))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
            assertThat(courier.position()).isEmpty();
            courier.commit(
                    tokens.subList(0, there).stream().map(BusShelfIT::outbound).toList(),
                    new Courier.Position(
                            "j1:1",
                            7,
                            Map.of(
                                    SESSION_PARTITION,
                                    ChainHead.after(tokens.getLast()).text())));
            assertThat(courier.position().orElseThrow().journal()).isEqualTo("j1:1");
        }
    }

    private static Outbound outbound(Token token) {
        return Outbound.to(
                Topic.TOKENS,
                SESSION_PARTITION,
                SESSION.getBytes(StandardCharsets.UTF_8),
                Codecs.TOKEN.encode(token.record()));
    }

    private AuditReport report() throws Exception {
        var wish = new AuditWish(Selection.ALL, Optional.empty(), List.of(), scratch, Optional.empty());
        return Auditor.audit(BusShelf.now(bus), Town.RING, wish, Progress.NONE, InstantSource.system());
    }

    private Map<FindingKind, Long> audit() throws Exception {
        AuditReport report = report();
        assertThat(report.compared()).isEqualTo(1);
        assertThat(report.uncompared()).isEmpty();
        return report.findings().counts();
    }

    /** As little as a broker tells whoever may not describe the group. */
    @Test
    void a_fast_lane_whose_marks_the_auditor_does_not_see_is_said_to_be_uncompared() throws Exception {
        lane(3, 2);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bus.bootstrapServers()))) {
            admin.deleteConsumerGroups(List.of(Courier.groups(bus, Station.LANE) + "node-a"))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        AuditReport report = report();
        assertThat(report.compared()).isZero();
        assertThat(report.findings().counts()).doesNotContainKey(FindingKind.TRUNCATED);
        assertThat(report.uncompared()).singleElement().satisfies(end -> {
            assertThat(end.sealer()).isEqualTo(Town.EXECUTOR.id().value());
            assertThat(end.partition()).isEqualTo(SESSION_PARTITION);
        });
    }

    @Test
    void the_last_token_of_a_fast_lane_that_was_taken_away_is_found() throws Exception {
        lane(3, 2);
        assertThat(audit()).containsEntry(FindingKind.TRUNCATED, 1L);
    }

    @Test
    void a_fast_lane_whose_tokens_are_all_there_ends_where_it_says() throws Exception {
        lane(3, 3);
        assertThat(audit()).doesNotContainKey(FindingKind.TRUNCATED);
    }
}
