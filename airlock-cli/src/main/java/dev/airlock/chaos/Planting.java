package dev.airlock.chaos;

import dev.airlock.fleet.FleetFailed;
import dev.airlock.fleet.Terrain;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Codecs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the faults that are planted, in a road whose broker alone is running. For one thread. */
final class Planting {
    private final Terrain terrain;
    private final Map<IntentKey, Laid> byIntent = new HashMap<>();
    private final Map<ChainName, List<Laid>> chains = new HashMap<>();

    /** A token where it lies. */
    record Laid(Token token, int partition, long offset) {
        String place() {
            return place(partition, offset);
        }

        static String place(int partition, long offset) {
            return Topic.TOKENS + "-" + partition + "@" + offset;
        }
    }

    Planting(Terrain terrain) {
        this.terrain = terrain;
    }

    /** One token of the topic, in the order of its partition. */
    void see(Token token, int partition, long offset) {
        var laid = new Laid(token, partition, offset);
        byIntent.put(token.content().eraan().key(), laid);
        chains.computeIfAbsent(token.link().chain(), _ -> new ArrayList<>()).add(laid);
    }

    /** Appends a token of an intent that has one. Nothing is wrong with it alone, nor with its chain. */
    Planted second(IntentKey victim) throws IOException, FleetFailed, InterruptedException {
        Token first = laid(victim).token();
        ChainName chain = first.link().chain();
        Token second = Sealer.seal(
                        otherwise(first.content()),
                        ChainHead.after(chains.get(chain).getLast().token()),
                        keyOf(first))
                .token();
        RecordMetadata there = append(second, chain.partition());
        return new Planted(
                "a second token of " + victim.text() + ": " + second.id(),
                victim,
                Laid.place(there.partition(), there.offset()) + ", token " + second.id()
                        + ": a second token of one intent");
    }

    private static UnsealedToken otherwise(UnsealedToken content) {
        return new UnsealedToken(
                new TokenId(UUID.randomUUID().toString()),
                Instant.now(),
                content.actor(),
                content.ainsIdentity(),
                content.intent(),
                new Erin.Faulted(FaultCause.BACKEND_FAILURE, "the backend failed", Optional.empty(), Optional.empty()),
                content.eraan(),
                content.eromheen(),
                content.erachter());
    }

    private SigningKey keyOf(Token token) throws IOException {
        return terrain.key(terrain.ring().holder(token.signer()).orElseThrow().name());
    }

    private RecordMetadata append(Token token, int partition) throws FleetFailed, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", terrain.bus().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(
                            Topic.TOKENS.topicName(),
                            partition,
                            token.record().session().getBytes(StandardCharsets.UTF_8),
                            Codecs.TOKEN.encode(token.record())))
                    .get();
        } catch (ExecutionException e) {
            throw new FleetFailed("the double could not be planted: " + e.getCause(), e);
        }
    }

    /** What taking a token away will be; it shows at the next of its chain. */
    Planted loss(IntentKey victim) {
        Laid gone = laid(victim);
        List<Laid> chain = chains.get(gone.token().link().chain());
        Laid next = chain.get(chain.indexOf(gone) + 1);
        return new Planted(
                "the token of " + victim.text() + " is taken out of " + gone.place() + ": "
                        + gone.token().id(),
                victim,
                next.place() + ", token " + next.token().id() + ": ");
    }

    /** Takes it away; the broker must have ended. */
    void remove(IntentKey victim) throws IOException {
        Laid gone = laid(victim);
        CutLog.remove(log(), Topic.TOKENS.topicName() + "-" + gone.partition(), gone.offset());
    }

    private Path log() {
        return terrain.data().broker().resolve("log");
    }

    /** Whether the token of an intent is there, and has another behind it in its chain. */
    boolean isFollowed(IntentKey key) {
        Laid laid = byIntent.get(key);
        return laid != null
                && !chains.get(laid.token().link().chain()).getLast().equals(laid);
    }

    private Laid laid(IntentKey key) {
        return Optional.ofNullable(byIntent.get(key))
                .orElseThrow(() -> new IllegalStateException(key.text() + " has no token to plant a fault with"));
    }
}
