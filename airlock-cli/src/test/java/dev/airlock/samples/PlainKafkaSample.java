package dev.airlock.samples;

import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A program with nothing but kafka-clients, our codecs and the JDK: publishes an intent, reads its token, checks the signature. */
final class PlainKafkaSample {
    private PlainKafkaSample() {}

    // README begins
    static TokenRecord runOnAirlock(String bootstrap, Path keys, String program) throws Exception {
        SigningKey local = SigningKey.fromPkcs8Pem(Files.readString(keys.resolve("local.key")));
        String id = UUID.randomUUID().toString();
        var intent = new Intent(
                id,
                "my-session",
                "code:execute",
                "me.aint",
                Origin.LOCAL,
                Lane.BUS,
                "",
                Bytes.of(program.getBytes(StandardCharsets.UTF_8)),
                5_000, // milliseconds for the run
                0, // memory: the route's own figure
                Backend.ANY,
                Instant.now(),
                id);
        Map<String, Object> reading = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        Map<String, Object> writing = Map.of("bootstrap.servers", bootstrap, "acks", "all");
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<TopicPartition> tokens = consumer.partitionsFor("airlock.tokens.v1").stream()
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            consumer.assign(tokens);
            consumer.seekToEnd(tokens);
            tokens.forEach(consumer::position); // the end as it is before the intent is published

            byte[] session = intent.session().getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("airlock.intents.v1", session, Intents.sealed(intent, local)))
                    .get();
            Instant last = Instant.now().plusSeconds(60);
            while (Instant.now().isBefore(last)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)
                            && token.key().equals(intent.key())) {
                        return verified(token, keys);
                    }
                }
            }
            throw new IllegalStateException("no token for " + id);
        }
    }

    /** Ed25519 over the record's exact bytes, by a key that we trust; the JDK is enough for that. */
    static TokenRecord verified(TokenRecord token, Path keys) throws Exception {
        for (String sealer : List.of("gateway.pub", "executor.pub")) {
            String pem = Files.readString(keys.resolve(sealer)).replaceAll("-----[A-Z ]+-----|\\s", "");
            PublicKey key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(token.canonical().toArray());
            if (signature.verify(token.signature().toArray())) {
                return token; // token.canonical() is the JSON text that was signed
            }
        }
        throw new SecurityException("nobody we trust sealed " + token.tokenId());
    }
    // README ends
}
