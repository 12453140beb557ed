package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Attendance;
import dev.airlock.lane.FastLane.Said;
import dev.airlock.lane.journal.Shape;
import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Replay;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A road with a lane or two on it, and what is on the road in the end. */
final class Ground {
    static final String NODE = "node-a";
    private static final Shape SHAPE = new Shape(2 << 20, 64 << 20, Duration.ZERO);

    final Bus bus = TestBus.road();
    private final Map<KeyId, KeyRing.Holder> holders = new HashMap<>();
    private SigningKey key = SigningKey.generate(new SecureRandom());

    Ground() {
        holders.put(key.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor"));
    }

    /** Puts another key in the place of the one that seals, which stays trusted, under the name of a former one. */
    void rotate() {
        String id = key.id().value();
        String digits = id.substring(id.indexOf(':') + 1).substring(0, 12);
        holders.put(key.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor@was-" + digits));
        key = SigningKey.generate(new SecureRandom());
        holders.put(key.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor"));
    }

    /** The key that seals now. */
    KeyId sealer() {
        return key.id();
    }

    Lane open(Path directory, FakeHouses houses) throws LaneRefused {
        return open(NODE, directory, houses);
    }

    Lane open(String node, Path directory, FakeHouses houses) throws LaneRefused {
        return open(node, directory, houses, bus);
    }

    Lane open(String node, Path directory, FakeHouses houses, Bus where) throws LaneRefused {
        return open(node, directory, houses, where, 1_000, 1_000);
    }

    /**
     * @param rememberedMax how many are remembered with their tokens
     * @param freshMax how many are known while they are fresh
     */
    Lane open(Path directory, FakeHouses houses, int rememberedMax, int freshMax) throws LaneRefused {
        return open(NODE, directory, houses, bus, rememberedMax, freshMax);
    }

    /** One whose tokens wait so long for others on their way to the bus. */
    Lane open(Path directory, FakeHouses houses, Duration gather) throws LaneRefused {
        return open(NODE, directory, houses, bus, SHAPE, 1_000, 1_000, gather);
    }

    /** One with a journal of this shape. */
    Lane open(Path directory, FakeHouses houses, Shape shape) throws LaneRefused {
        return open(NODE, directory, houses, bus, shape, 10_000, 10_000);
    }

    private Lane open(String node, Path directory, FakeHouses houses, Bus where, int rememberedMax, int freshMax)
            throws LaneRefused {
        return open(node, directory, houses, where, SHAPE, rememberedMax, freshMax);
    }

    private Lane open(
            String node, Path directory, FakeHouses houses, Bus where, Shape shape, int rememberedMax, int freshMax)
            throws LaneRefused {
        return open(node, directory, houses, where, shape, rememberedMax, freshMax, Duration.ofMillis(5));
    }

    private Lane open(
            String node,
            Path directory,
            FakeHouses houses,
            Bus where,
            Shape shape,
            int rememberedMax,
            int freshMax,
            Duration gather)
            throws LaneRefused {
        var config = new LaneConfig(node, directory, shape, 4, rememberedMax, freshMax, gather, Duration.ofMillis(500));
        return Lane.open(config, houses.houses(), key, KeyRing.of(holders), where, InstantSource.system(), Timing.NONE);
    }

    static Intent intent(Entrance door, String session, String id, String payload) {
        return intent(door, session, id, payload, Origin.LOCAL);
    }

    static Intent intent(Entrance door, String session, String id, String payload, Origin origin) {
        return new Intent(
                id,
                session,
                "code:execute",
                "test.aint",
                origin,
                door.lane(),
                door.node(),
                Bytes.of(payload.getBytes(StandardCharsets.UTF_8)),
                0,
                0,
                Backend.ANY,
                InstantSource.system().instant(),
                "nonce");
    }

    static CompletionStage<Said> send(Lane lane, String session, String id, String payload) {
        return send(lane, intent(lane.entrance(), session, id, payload));
    }

    static CompletionStage<Said> send(Lane lane, Intent intent) {
        return send(lane, intent, new Intents.Caller.Unknown(), new Attendance() {});
    }

    static CompletionStage<Said> send(Lane lane, Intent intent, Intents.Caller caller, Attendance attendance) {
        byte[] body = Intents.body(intent);
        return lane.take(Intents.vouched(intent, body, caller), Bytes.of(body), attendance);
    }

    static Said answer(CompletionStage<Said> said) throws Exception {
        return said.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    static TokenRecord token(CompletionStage<Said> said) throws Exception {
        Said answer = answer(said);
        assertThat(answer).isInstanceOf(Said.Journaled.class);
        return ((Said.Journaled) answer).token();
    }

    Token read(TokenRecord record) throws TokenRejected {
        return new TokenReader(KeyRing.of(holders)).read(record);
    }

    /** The tokens of each intent, all verified, in whole chains. */
    Map<IntentKey, List<Token>> ledger() throws BusUnreachable {
        Map<IntentKey, List<Token>> tokens = new HashMap<>();
        List<ChainFinding> findings = new ArrayList<>();
        for (int partition : Chains.partitions()) {
            var verifier = new ChainVerifier(partition, 10_000);
            Replay.partition(bus, Station.CONSOLE, Topic.TOKENS, partition, record -> {
                if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord one)) {
                    Token token = verified(one);
                    findings.addAll(verifier.next(token, record.offset()));
                    tokens.computeIfAbsent(one.key(), _ -> new ArrayList<>()).add(token);
                }
            });
        }
        assertThat(findings).isEmpty();
        return tokens;
    }

    /** The tokens of a partition in their order, all verified. */
    List<Token> ledger(int partition) throws BusUnreachable {
        List<Token> tokens = new ArrayList<>();
        Replay.partition(bus, Station.CONSOLE, Topic.TOKENS, partition, record -> {
            if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord one)) {
                tokens.add(verified(one));
            }
        });
        return tokens;
    }

    private Token verified(TokenRecord record) {
        try {
            return read(record);
        } catch (TokenRejected e) {
            throw new AssertionError(e);
        }
    }

    /** What the events on the road are about, in their order. */
    List<String> told() throws BusUnreachable {
        List<String> about = new ArrayList<>();
        Replay.partition(bus, Station.CONSOLE, Topic.EVENTS, 0, record -> {
            if (Codecs.EVENT.decode(record.value()) instanceof Good<GatewayEvent>(GatewayEvent event)) {
                about.add(event.operationId());
            }
        });
        return about;
    }

    /** How many outputs the road has of each intent. */
    Map<IntentKey, Integer> outputs() throws BusUnreachable {
        Map<IntentKey, Integer> outputs = new HashMap<>();
        for (int partition : Chains.partitions()) {
            Replay.partition(bus, Station.CONSOLE, Topic.OUTPUTS, partition, record -> {
                if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output one)) {
                    outputs.merge(one.key(), 1, Integer::sum);
                }
            });
        }
        return outputs;
    }

    /** What a killed process leaves behind. */
    static Path leftBehind(Path journal, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".journal")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
