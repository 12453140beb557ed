package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.PretendedNode;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Placement;
import dev.airlock.road.Sender;
import dev.airlock.road.Topics;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of a topic that is cut behind them. No guest runs. */
class SegmentsIT {
    private static final int PARTITION = 3;
    private static final String SESSION = IntStream.range(0, 1_000)
            .mapToObj(number -> "session-" + number)
            .filter(session -> Placement.of(session, Topic.TOKENS.partitions()) == PARTITION)
            .findFirst()
            .orElseThrow();

    @TempDir
    private Path folder;

    private DataDirectory data;
    private SigningKey gateway;
    private ChainHead head;
    private int number;

    private Said airlock(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--data";
        all[words.length + 1] = data.root().toString();
        return Said.by(all);
    }

    private void publish(EmbeddedBroker broker, int count) {
        try (Sender sender = Sender.of(broker.bus(), Station.GATEWAY, Duration.ofSeconds(20))) {
            for (int i = 0; i < count; i++) {
                var sealed = Sealer.seal(refusal(++number), head, gateway);
                head = sealed.next();
                Token token = sealed.token();
                byte[] session = token.record().session().getBytes(StandardCharsets.UTF_8);
                Delivery delivery = sender.send(
                                Outbound.to(Topic.TOKENS, PARTITION, session, Codecs.TOKEN.encode(token.record())))
                        .toCompletableFuture()
                        .join();
                assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
            }
        }
    }

    private static UnsealedToken refusal(int number) {
        Instant now = Instant.now();
        Sha256 hash = Sha256.of(new byte[] {(byte) number});
        return new UnsealedToken(
                new TokenId("018f0000-0000-7000-8000-%012x".formatted(number)),
                now,
                "jis:airlock:gateway",
                "me.aint",
                "code:execute",
                new Erin.Refused(RefusalKind.RULE, "DESTRUCT-001", List.of()),
                new Eraan(
                        new IntentKey(SESSION, "intent-" + number),
                        hash,
                        Optional.of(hash),
                        Optional.empty(),
                        Optional.of(Effective.FAIL_CLOSED),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Eromheen(
                        PostureLevel.HARD_QUARANTINE,
                        RuntimeMode.OFFLINE,
                        Cause.RUNTIME,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Times(
                                now,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty()),
                        Origin.LOCAL,
                        Optional.empty(),
                        Lane.BUS),
                "a test");
    }

    private static void cut(EmbeddedBroker broker, long before) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bus().bootstrapServers()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(Topic.TOKENS.topicName(), PARTITION),
                            RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        }
    }

    @Test
    void a_ledger_verifies_over_its_segments_and_what_is_left_of_the_topic() throws Exception {
        data = new DataDirectory(folder.resolve("data"));
        Files.createDirectories(data.root());
        gateway = new KeyFiles(data.keys(), new SecureRandom()).loadOrCreate("gateway");
        head = ChainHead.genesis(new ChainName(gateway.id(), Lane.BUS, PARTITION));
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.broker())) {
            Topics.ensure(broker.bus(), (short) 1);
            PretendedNode.at(data, broker.bus().bootstrapServers());
            judge(broker);
        }
    }

    private void judge(EmbeddedBroker broker) throws Exception {
        publish(broker, 20);
        Path out = folder.resolve("export");
        Said exported = airlock("ledger", "export", "--out", out.toString());
        assertThat(exported.exit()).describedAs(exported.out() + exported.err()).isZero();
        assertThat(exported.out()).contains("20 records in 1 segments, 0 findings");
        assertThat(airlock("ledger", "export", "--out", out.toString()).err()).contains("not empty");

        publish(broker, 5);
        cut(broker, 15);
        assertThat(airlock("verify").exit()).isEqualTo(Exit.PROGRAM_FAILED);
        Said joined = airlock("verify", "--segments", out.toString());
        assertThat(joined.exit()).describedAs(joined.out() + joined.err()).isZero();
        assertThat(joined.out()).contains("25 tokens in 1 chains, 0 findings: verified");
        assertThat(airlock("audit").out()).contains("NOT VERIFIED", "a beginning that is missing");
        Said audited = airlock("audit", "--segments", out.toString());
        assertThat(audited.exit()).describedAs(audited.out() + audited.err()).isZero();
        assertThat(audited.out()).contains("25 tokens in 1 chains", "VERIFIED");

        String exportedToken = airlock("tokens", "export", "intent-23", "--form", "intoto")
                .lines()
                .getLast();
        Path attestation = Files.writeString(folder.resolve("token.json"), exportedToken);
        Said checked = airlock("tokens", "check", attestation.toString());
        assertThat(checked.exit()).describedAs(checked.out()).isZero();
        assertThat(checked.out()).contains("(intoto): sealed by " + gateway.id());

        assertThatDamageIsFound(out);
        Said imported = airlock("ledger", "import", out.toString());
        assertThat(imported.exit()).describedAs(imported.err()).isZero();
        assertThat(airlock("verify").out()).contains("25 tokens in 1 chains, 0 findings: verified");
        assertThat(airlock("audit").exit()).isZero();
    }

    private void assertThatDamageIsFound(Path out) throws Exception {
        Path segment = out.resolve("tokens-3-0-19.seg.gz");
        byte[] whole = Files.readAllBytes(segment);
        byte[] tampered = whole.clone();
        tampered[whole.length / 2] ^= 1;
        Files.write(segment, tampered);
        Said said = airlock("verify", "--segments", out.toString());
        assertThat(said.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(said.out()).contains("TAMPERED").contains("tokens-3-0-19.seg.gz");
        Said audited = airlock("audit", "--segments", out.toString());
        assertThat(audited.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(audited.out()).contains("first bad record: TOKENS-3@0: not read: TAMPERED");
        assertNotImported(out, "TAMPERED");
        Files.write(segment, Arrays.copyOf(whole, whole.length - 1));
        assertNotImported(out, "TORN");
        Files.delete(segment);
        assertNotImported(out, "MISSING");
        Files.write(segment, whole);
        Path manifest = out.resolve("manifest.dsse.json");
        String signed = Files.readString(manifest);
        Files.writeString(manifest, signed.replace("\"sig\":\"", "\"sig\":\"A"));
        assertThat(airlock("verify", "--segments", out.toString()).err()).contains("BAD_MANIFEST");
        Files.writeString(manifest, signed);
    }

    private void assertNotImported(Path out, String why) {
        Said said = airlock("ledger", "import", out.toString());
        assertThat(said.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(said.err()).contains(why).contains("tokens-3-0-19.seg.gz");
        assertThat(data.segments()).doesNotExist();
    }
}
