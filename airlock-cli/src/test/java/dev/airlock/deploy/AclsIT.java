package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.cli.Answered;
import dev.airlock.node.Caller;
import dev.airlock.node.KeyShares;
import dev.airlock.node.Service;
import dev.airlock.node.SignOfLife;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Bus;
import dev.airlock.road.Courier;
import dev.airlock.road.Marks;
import dev.airlock.road.Roster;
import dev.airlock.road.Topics;
import dev.airlock.road.acl.Party;
import dev.airlock.road.broker.GuardedBroker;
import dev.airlock.road.config.Settings;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Flow;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.TokenRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole road on a broker that allows nothing but what {@code airlock acls} printed, over TLS, each party with its own password or
 * certificate: all of it works, and nobody gets at what is another's.
 */
@Tag("system")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AclsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PREFIX = "airlock-";

    @TempDir
    static Path directory;

    private GuardedBroker broker;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    @BeforeAll
    void start_a_guarded_broker_with_the_printed_acls() throws Exception {
        String[] names = Stream.of(Party.values()).map(AclsIT::name).toArray(String[]::new);
        broker = GuardedBroker.start(directory.resolve("broker"), names);
        try (Admin admin = admin("admin")) {
            admin.createAcls(printed()).all().get();
        }
        Topics.ensure(bus(Party.TOPICS), (short) 1);
        KeyShares.deal(directory.resolve("keys"), false);
    }

    @AfterAll
    void stop() throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
        broker.close();
    }

    private static String name(Party party) {
        return PREFIX + party.label();
    }

    /** What the command prints, as Kafka takes it. */
    private static List<AclBinding> printed() throws Exception {
        List<AclBinding> bindings = new ArrayList<>();
        for (String line : Answered.by("acls", "--format", "json").lines().toList()) {
            JsonNode acl = new ObjectMapper().readTree(line);
            bindings.add(new AclBinding(
                    new ResourcePattern(
                            ResourceType.valueOf(acl.get("resource_type").asText()),
                            acl.get("resource_name").asText(),
                            PatternType.valueOf(acl.get("pattern_type").asText())),
                    new AccessControlEntry(
                            acl.get("principal").asText(),
                            acl.get("host").asText(),
                            AclOperation.valueOf(acl.get("operation").asText()),
                            AclPermissionType.valueOf(acl.get("permission").asText()))));
        }
        return bindings;
    }

    private static Bus bus(Map<String, String> wayIn) {
        return new Settings(wayIn).bus();
    }

    private Bus bus(Party party) {
        return bus(broker.passwordOf(name(party)));
    }

    private Admin admin(String name) {
        return Admin.create(new HashMap<>(broker.passwordOf(name)));
    }

    private Map<String, String> settings(Party party, Map<String, String> own) {
        Map<String, String> settings = new HashMap<>(broker.passwordOf(name(party)));
        settings.put(
                "keys.dir", directory.resolve("keys").resolve(party.label()).toString());
        settings.putAll(own);
        return settings;
    }

    private Map<Party, Map<String, String>> services() throws Exception {
        Path images = Files.createDirectories(directory.resolve("images"));
        return Map.of(
                Party.POLICY,
                settings(Party.POLICY, Map.of()),
                Party.EXECUTOR,
                settings(Party.EXECUTOR, Map.of("images.dir", images.toString(), "simulation.enabled", "true")),
                Party.SNAFT,
                settings(Party.SNAFT, Map.of()),
                Party.GATEWAY,
                settings(Party.GATEWAY, Map.of("mux.enabled", "false")),
                Party.LEDGER,
                settings(
                        Party.LEDGER,
                        Map.of("tiles.dir", directory.resolve("tiles").toString(), "http.port", "0")));
    }

    private static Service.Kind kind(Party party) {
        return Service.Kind.valueOf(party.name());
    }

    private static Intent wish(String id) {
        return new Intent(
                id,
                "guarded",
                "code:execute",
                "deploy.aint",
                Origin.LOCAL,
                Lane.BUS,
                "",
                Bytes.of("print(1)".getBytes(StandardCharsets.UTF_8)),
                20_000,
                64,
                Backend.SIMULATION,
                Instant.now(),
                "trace-1");
    }

    @Test
    void each_service_works_with_exactly_its_acls() throws Exception {
        Map<Party, Map<String, String>> services = services();
        for (Map.Entry<Party, Map<String, String>> service : services.entrySet()) {
            started.push(Service.start(kind(service.getKey()), service.getValue()));
        }
        for (Map.Entry<Party, Map<String, String>> service : services.entrySet()) {
            Awaitility.await("the health of " + service.getKey())
                    .atMost(PATIENCE)
                    .until(() -> SignOfLife.of(
                                    kind(service.getKey()), new Settings(service.getValue()), Duration.ofSeconds(2))
                            .alive());
        }
        KeyFiles local = new KeyFiles(directory.resolve("keys/local"), new SecureRandom());
        try (Caller caller = Caller.open(bus(Party.CALLER))) {
            Intent wish = wish("i-1");
            Optional<TokenRecord> answer = caller.call(wish, local.loadOrCreate("local"), PATIENCE);
            Token token = new TokenReader(local.ring()).read(answer.orElseThrow());
            assertThat(token.content().erin()).isInstanceOf(Erin.Completed.class);
            assertThat(caller.outputOf(wish.key(), Duration.ofSeconds(5))).isPresent();
            caller.cancel(wish.key(), local.loadOrCreate("local"), Instant.now());
        }
        // An auditor sees what the members left; a certificate does as well as a password.
        assertThat(Marks.of(bus(Party.CONSOLE), Station.EXECUTOR, Topic.ORDERS)).isNotEmpty();
        assertThat(Marks.ofLanes(bus(Party.CONSOLE)))
                .as("no party is a fast lane")
                .isEmpty();
        try (Courier lane = Courier.of(bus(broker.passwordOf("admin")), Station.LANE, "node-a")) {
            assertThat(lane.position()).isEmpty();
            lane.commit(List.of(), new Courier.Position("j1", 1, Map.of(3, "an-end")));
        }
        assertThat(Marks.ofLanes(bus(Party.CONSOLE))).containsExactly("an-end");
        assertThat(Marks.ofLanes(bus(Party.LEDGER)))
                .as(
                        "who may not describe a lane's group is told nothing of it, which is why an audit says what it did not compare")
                .isEmpty();
        assertThat(Roster.seated(bus(broker.certificateOf(name(Party.CONSOLE))), Station.SNAFT, Topic.INTENTS))
                .isEqualTo(1);
    }

    /** Asked of the broker for every topic, so none is forgotten. */
    @ParameterizedTest
    @EnumSource(value = Party.class, mode = EnumSource.Mode.EXCLUDE, names = "TOPICS")
    void the_broker_lets_nobody_do_more_than_the_flow_says(Party party) throws Exception {
        for (Topic topic : Topic.values()) {
            boolean reads = party.stations().stream().anyMatch(station -> Flow.mayRead(station, topic))
                    || party.signs().contains(topic);
            boolean writes = party.stations().stream().anyMatch(station -> Flow.mayWrite(station, topic));
            assertThat(allowed(party, topic))
                    .as(party + " at " + topic)
                    .isEqualTo(Stream.of(
                                    reads ? Stream.of(AclOperation.READ) : Stream.<AclOperation>empty(),
                                    writes ? Stream.of(AclOperation.WRITE) : Stream.<AclOperation>empty(),
                                    reads || writes ? Stream.of(AclOperation.DESCRIBE) : Stream.<AclOperation>empty())
                            .flatMap(some -> some)
                            .collect(java.util.stream.Collectors.toSet()));
        }
    }

    private Set<AclOperation> allowed(Party party, Topic topic) throws Exception {
        try (Admin admin = admin(name(party))) {
            TopicDescription description = admin.describeTopics(
                            List.of(topic.topicName()), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues()
                    .get(topic.topicName())
                    .get();
            return description.authorizedOperations();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicAuthorizationException.class);
            return Set.of();
        }
    }

    private Map<String, Object> client(Party party, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(broker.passwordOf(name(party)));
        settings.put("max.block.ms", 10_000);
        settings.put("default.api.timeout.ms", 10_000);
        settings.putAll(more);
        return settings;
    }

    @ParameterizedTest
    @CsvSource({
        "EXECUTOR, POSTURES",
        "EXECUTOR, VERDICTS",
        "EXECUTOR, CHECKPOINTS",
        "GATEWAY,  POSTURES",
        "GATEWAY,  SCREENED",
        "SNAFT,    ORDERS",
        "SNAFT,    TOKENS",
        "POLICY,   TOKENS",
        "LEDGER,   TOKENS",
        "CALLER,   TOKENS",
        "CALLER,   ORDERS",
        "OPERATOR, POSTURES",
    })
    void a_record_on_another_ones_topic_is_refused(Party party, Topic topic) {
        try (var producer =
                new KafkaProducer<>(client(party, Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic.topicName(), new byte[1]))
                            .get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** It writes nowhere, so it does not even get a producer's number. */
    @Test
    void an_auditor_writes_nothing() {
        try (var producer = new KafkaProducer<>(
                client(Party.CONSOLE, Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(Topic.INTENTS.topicName(), new byte[1]))
                            .get())
                    .hasRootCauseInstanceOf(ClusterAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"EXECUTOR, INTENTS", "CALLER, INTENTS", "SNAFT, ORDERS", "POLICY, INTENTS", "LEDGER, OUTPUTS"})
    void another_ones_topic_is_not_read(Party party, Topic topic) {
        try (var consumer = new KafkaConsumer<>(
                client(party, Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic.topicName(), 0)));
            consumer.seek(new TopicPartition(topic.topicName(), 0), 0);
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** Whoever had another's transactional id could fence it; whoever was in its group would get its orders. */
    @Test
    void nobody_fences_another_one_or_sits_in_its_group() {
        Map<String, Object> id = Map.of("transactional.id", "airlock.executor.orders.executor-0");
        try (var producer =
                new KafkaProducer<>(client(Party.GATEWAY, id), new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThatThrownBy(producer::initTransactions).isInstanceOf(TransactionalIdAuthorizationException.class);
        }
        Map<String, Object> group = Map.of("group.id", "airlock.executor.orders");
        try (var consumer = new KafkaConsumer<>(
                client(Party.GATEWAY, group), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topic.TOKENS.topicName()));
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(10)))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    void without_the_right_password_or_a_certificate_nobody_gets_in() {
        Bus forged = bus(broker.password(name(Party.OPERATOR), "guess"));
        assertThatThrownBy(() -> Roster.seated(forged, Station.SNAFT, Topic.INTENTS))
                .hasRootCauseInstanceOf(SaslAuthenticationException.class);
        assertThatThrownBy(() -> Roster.seated(bus(broker.noCertificate()), Station.SNAFT, Topic.INTENTS))
                .hasStackTraceContaining("SslAuthenticationException");
        assertThatThrownBy(() -> Roster.seated(bus(broker.plaintext()), Station.SNAFT, Topic.INTENTS))
                .isInstanceOf(dev.airlock.road.BusUnreachable.class);
    }
}
