package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.chaos.Child;
import dev.airlock.chaos.FreePort;
import dev.airlock.node.Caller;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Bus;
import dev.airlock.road.Tail;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.TokenRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the compose file starts, without containers: Kafka's own server and each service as a process, on exactly the files in
 * {@code deploy/}; only addresses and directories are others.
 */
@Tag("system")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class SeparateProcessesIT {
    private static final String AIRLOCK = "dev.airlock.cli.Airlock";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Deployment DEPLOYMENT = new Deployment(Path.of(".."));

    @TempDir
    Path directory;

    private final Deque<Child> started = new ArrayDeque<>();
    private String road;
    private Path broker;

    @BeforeEach
    void deal_the_keys_and_start_the_broker_of_the_compose_file() throws Exception {
        road = "127.0.0.1:" + FreePort.next();
        String controller = "127.0.0.1:" + FreePort.next();
        // As the image does: the file, and behind it what is this broker's own; here it is alone, so it holds
        // everything.
        String text = DEPLOYMENT.read("deploy/kafka/server.properties")
                + String.join(
                        "\n",
                        "node.id=1",
                        "controller.quorum.voters=1@" + controller,
                        "listeners=ROAD://" + road + ",CONTROLLER://" + controller,
                        "advertised.listeners=ROAD://" + road,
                        "log.dirs=" + directory.resolve("kafka"),
                        "")
                + DEPLOYMENT.settings(Path.of("../deploy/kafka/server.properties")).keySet().stream()
                        .filter(key -> key.endsWith("replication.factor")
                                || key.endsWith("min.isr")
                                || key.equals("min.insync.replicas"))
                        .map(key -> key + "=1\n")
                        .collect(Collectors.joining());
        broker = Files.writeString(directory.resolve("server.properties"), text);
        assertThat(ended(run(
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        broker.toString())))
                .isZero();
        assertThat(ended(run(AIRLOCK, "keys", "deal", keys().toString()))).isZero();
        started.push(run("kafka.Kafka", broker.toString()));
        Awaitility.await("the broker")
                .atMost(PATIENCE)
                .until(() -> ended(run(AIRLOCK, "topics", "--config", config("topics"))) == 0);
    }

    @AfterEach
    void end_what_was_started() {
        started.forEach(Child::close);
    }

    private Path keys() {
        return directory.resolve("keys");
    }

    private static Child run(String mainClass, String... arguments) throws IOException {
        return Child.java(mainClass, List.of(arguments));
    }

    private static int ended(Child child) throws InterruptedException {
        try (child) {
            return child.exit();
        }
    }

    /** A service's settings as they lie in {@code deploy/}, with this test's addresses. */
    private String config(String service) throws IOException {
        String text = DEPLOYMENT
                .read("deploy/" + service + ".properties")
                .replace(DEPLOYMENT.road(), road)
                .replace("/var/lib/airlock/keys", keys().resolve(service).toString())
                .replace("/var/lib/airlock", directory.toString())
                .replace("0.0.0.0:9400", "127.0.0.1:" + FreePort.next());
        return Files.writeString(directory.resolve(service + ".properties"), text)
                .toString();
    }

    private Child start(String service) throws IOException {
        List<String> command = new ArrayList<>(List.of(service, "--config", config(service)));
        if (service.equals("executor") && "root".equals(System.getProperty("user.name"))) {
            command.add("--jail=off"); // what root has here is closed to another user; JailedExecutorIT tries the jail
        }
        Child child = run(AIRLOCK, command.toArray(String[]::new));
        started.push(child);
        return child.awaitLine(service + " is up");
    }

    private boolean healthy(String service) throws IOException, InterruptedException {
        return ended(run(AIRLOCK, "health", service, "--config", config(service))) == 0;
    }

    private static Intent wish() {
        return new Intent(
                "i-1",
                "separate",
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
    void services_in_processes_of_their_own_bring_an_intent_to_exactly_one_token() throws Exception {
        for (String service : Deployment.houses()) {
            start(service);
        }
        for (String service : Deployment.houses()) {
            Awaitility.await("the health of " + service).atMost(PATIENCE).until(() -> healthy(service));
        }
        KeyFiles local = new KeyFiles(keys().resolve("local"), new SecureRandom());
        Bus bus = Bus.at(road);
        Intent wish = wish();
        Token token;
        try (Caller caller = Caller.open(bus)) {
            Optional<TokenRecord> answer = caller.call(wish, local.loadOrCreate("local"), PATIENCE);
            token = new TokenReader(local.ring()).read(answer.orElseThrow());
            assertThat(caller.call(wish, local.loadOrCreate("local"), Duration.ofSeconds(3)))
                    .as("a copy")
                    .isEmpty();
        }
        assertThat(token.content().erin()).isInstanceOf(Erin.Completed.class);
        assertThat(tokens(bus)).hasSize(1);
        started.peekFirst().kill();
        String last = List.copyOf(Deployment.houses()).getLast();
        Awaitility.await("the end of " + last).atMost(PATIENCE).until(() -> !healthy(last));
    }

    private static List<String> tokens(Bus bus) {
        List<String> tokens = Collections.synchronizedList(new ArrayList<>());
        try (Tail tail =
                Tail.fromBeginning(bus, Station.CONSOLE, Topic.TOKENS, record -> tokens.add(record.toString()))) {
            Awaitility.await().atMost(PATIENCE).until(tail::caughtUp);
        }
        return tokens;
    }
}
