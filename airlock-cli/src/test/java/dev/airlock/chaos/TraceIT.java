package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A caller's trace through a real broker: from a plain producer's header to every record that comes of its intent, and to the log. */
@Tag("system")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TraceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Topic> OF_A_RUN = EnumSet.of(
            Topic.INTENTS, Topic.SCREENED, Topic.ADMITTED, Topic.ORDERS, Topic.TOKENS, Topic.OUTPUTS, Topic.EVENTS);
    private static final Set<Topic> OF_A_REFUSAL =
            EnumSet.of(Topic.INTENTS, Topic.SCREENED, Topic.ADMITTED, Topic.TOKENS, Topic.EVENTS);

    @TempDir
    Path directory;

    private static String parent(int trace) {
        return "00-%032x-00f067aa0ba902b7-01".formatted(trace);
    }

    /** Sends it as anybody might, with these headers and one that nobody asked for. */
    private static IntentKey send(Ground ground, Intent intent, String... headers) throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", ground.bus.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<>(
                    Plain.name(ground.bus, Topic.INTENTS),
                    intent.session().getBytes(StandardCharsets.UTF_8),
                    Intents.sealed(intent, ground.local));
            record.headers().add("evil", new byte[50_000]);
            for (int i = 0; i < headers.length; i += 2) {
                record.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
            }
            producer.send(record).get();
        }
        return intent.key();
    }

    private static Map<Topic, List<ConsumerRecord<byte[], byte[]>>> everything(Ground ground) {
        Map<Topic, List<ConsumerRecord<byte[], byte[]>>> all = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            all.put(topic, Plain.committed(ground.bus, topic));
        }
        return all;
    }

    /** The topics on which there are records in this trace, each with nothing but the trace in its headers. */
    private static Set<Topic> seen(Map<Topic, List<ConsumerRecord<byte[], byte[]>>> all, String parent, String state) {
        Set<Topic> seen = EnumSet.noneOf(Topic.class);
        all.forEach((topic, records) -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                List<String> headers = headers(record);
                if (headers.contains("traceparent=" + parent)) {
                    seen.add(topic);
                    assertThat(headers).as(topic + "").contains("tracestate=" + state);
                    assertThat(headers.size()).as(topic + "").isEqualTo(topic == Topic.INTENTS ? 3 : 2);
                }
            }
        });
        return seen;
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Snaft as a process of its own, which logs in JSON. */
    private Child snaft(Ground ground) throws IOException {
        Path config = Files.write(
                directory.resolve("snaft.properties"),
                ground.settings().entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "AIRLOCK_LOG_FORMAT=json"));
        command.addAll(Child.command("dev.airlock.cli.Airlock", List.of("snaft", "--config", config.toString())));
        return Child.of(command).awaitLine("snaft is up");
    }

    @Test
    void one_intents_trace_is_in_all_that_comes_of_it_and_in_the_log_and_a_forged_one_is_in_nothing() throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory);
                Child snaft = snaft(ground)) {
            ground.start("policy", ground.settings());
            ground.startGateway("gateway-0");
            ground.start("scripted", ground.scripted("executor-a", "executor"));
            ground.warmUp(SOON);
            IntentKey run = send(
                    ground, Wish.run("traced", "run"), "traceparent", parent(0xabc), "tracestate", "rojo=1,congo=2");
            IntentKey refused =
                    send(ground, Wish.refusal("traced", "no"), "traceparent", parent(0xdef), "tracestate", "rojo=2");
            IntentKey forged = send(
                    ground, Wish.run("forged", "run"), "traceparent", parent(0xbad) + "\n", "tracestate", "rojo=3");
            assertThat(ground.await(run, SOON).content().erin()).isInstanceOf(Erin.Completed.class);
            assertThat(ground.await(refused, SOON).content().erin()).isInstanceOf(Erin.Refused.class);
            assertThat(ground.await(forged, SOON).content().erin()).isInstanceOf(Erin.Completed.class);
            var all = everything(ground);
            assertThat(seen(all, parent(0xabc), "rojo=1,congo=2")).isEqualTo(OF_A_RUN);
            assertThat(seen(all, parent(0xdef), "rojo=2")).isEqualTo(OF_A_REFUSAL);
            all.forEach((topic, records) -> assertThat(records)
                    .as(topic + "")
                    .allMatch(record -> topic == Topic.INTENTS
                            || headers(record).stream().noneMatch(header -> header.contains("rojo=3"))));
            Awaitility.await("the log of what was refused")
                    .atMost(SOON)
                    .until(() -> logged(snaft, "%032x".formatted(0xdef)).isPresent());
            JsonNode line = logged(snaft, "%032x".formatted(0xabc)).orElseThrow();
            assertThat(line.get("service").asText()).isEqualTo("snaft");
            assertThat(line.get("intent").asText()).isEqualTo("traced/run");
            assertThat(line.get("session").asText()).isEqualTo("traced");
            assertThat(snaft.text()).doesNotContain("%032x".formatted(0xbad));
        }
    }

    /** The line that has this trace; all else that it wrote is JSON too, but for the word that it is up, and the JVM's own on libraries. */
    private static Optional<JsonNode> logged(Child snaft, String trace) {
        return snaft.text()
                .lines()
                .filter(line -> !line.equals("snaft is up") && !line.startsWith("WARNING: "))
                .map(TraceIT::json)
                .filter(line -> line.path("trace").asText().equals(trace))
                .findFirst();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
