package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.Containers;
import dev.airlock.executor.TestGround;
import dev.airlock.image.Recipe;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services as {@code airlock SERVICE} starts them, and SIGTERM: what is running ends in time or is handed back, and the process ends with 0. */
@Tag("system")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DrainIT {
    private static final Duration SOON = TestGround.patience(Duration.ofSeconds(90));
    private static final Duration DRAIN = Duration.ofSeconds(4);

    /** What a process says that SIGKILL ended. */
    private static final int KILLED = 128 + 9;

    @TempDir
    Path directory;

    private static void needsContainers() {
        try {
            Containers.require(ContainerRuntime.Wanted.AUTO);
        } catch (ContainerFailed e) {
            System.err.println("SKIPPED: no containers here, so no run was drained: " + e.getMessage());
            abort("SKIPPED: no containers here: " + e.getMessage());
        }
    }

    private Path file(String name, Map<String, String> settings) throws Exception {
        return Files.write(
                directory.resolve(name + ".properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
    }

    private static Child service(String service, Path config, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(service, "--config", config.toString()));
        arguments.addAll(List.of(options));
        return Child.java("dev.airlock.cli.Airlock", arguments).awaitLine(service + " is up");
    }

    /** An executor of real programs in containers; {@code door} is where it says how many of them run. */
    private Child executor(Ground ground, String name, String key, int door) throws Exception {
        Map<String, String> settings = ground.settings(
                "name",
                name,
                "key.name",
                key,
                "slots",
                "2",
                "isolation",
                "container",
                "images.dir",
                directory.resolve("images").toString(),
                "containers.dir",
                directory.resolve("containers-" + door).toString(),
                "drain.ms",
                Long.toString(DRAIN.toMillis()),
                "metrics.listen",
                Integer.toString(door));
        return service("executor", file(name + "-" + door, settings), "--jail=off");
    }

    private static IntentKey sleep(Ground ground, String session, double seconds) {
        byte[] program =
                ("import time; time.sleep(" + seconds + "); print('" + session + "')").getBytes(StandardCharsets.UTF_8);
        return ground.send(Wish.of(session, "sleeps", program, Origin.LOCAL, Backend.CONTAINER));
    }

    private static void awaitBusy(int door, int runs) {
        Awaitility.await(runs + " runs under way")
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> metrics(door).contains("airlock_executor_busy_slots " + runs + ".0\n"));
    }

    private static String metrics(int door) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door + "/metrics"));
            return client.send(request.build(), BodyHandlers.ofString()).body();
        }
    }

    private Ground ground() throws Exception {
        needsContainers();
        TestGround.images(directory.resolve("images"), List.of(Recipe.PYTHON));
        var ground = new Ground(TestBus.road(), directory);
        ground.startPolicyAndSnaft();
        ground.startGateway("gateway-0");
        return ground;
    }

    /** What goes on after the first has gone: the next start of the same executor, or another one. */
    @ParameterizedTest
    @CsvSource({"executor-a, executor", "executor-b, executor@b"})
    void what_ends_within_the_drain_has_its_token_and_what_does_not_is_handed_back_and_run_once_more(
            String next, String nextKey) throws Exception {
        try (Ground ground = ground()) {
            int door = FreePort.next();
            IntentKey brief;
            IntentKey endless;
            try (Child first = executor(ground, "executor-a", "executor", door)) {
                ground.await(sleep(ground, "warm", 0), SOON);
                endless = sleep(ground, "endless", 12);
                awaitBusy(door, 1);
                brief = sleep(ground, "brief", 1.5);
                awaitBusy(door, 2);
                long told = System.nanoTime();
                first.terminate();
                Awaitility.await("the drain").atMost(SOON).until(() -> metrics(door)
                        .contains("airlock_executor_draining 1.0\n"));
                first.terminate(); // a second SIGTERM changes nothing
                assertThat(first.exit()).as(first.text()).isZero();
                Duration took = Duration.ofNanos(System.nanoTime() - told);
                System.out.println("SIGTERM with two runs under way: ended with 0 after " + took.toMillis() + " ms");
                assertThat(took).isBetween(DRAIN, DRAIN.plusSeconds(45));
                assertThat(first.text()).contains("drain=PT4S over: 1 runs are left to the next start");
            }
            Token ended = ground.await(brief, SOON);
            assertThat(ended.content().erin()).isInstanceOf(Erin.Completed.class);
            assertThat(ended.signer()).isEqualTo(ground.key("executor").id());
            assertThat(ground.answered(endless)).isFalse();
            assertThat(Plain.members(ground.bus, "airlock.executor.orders")).isEmpty();
            try (Child _ = executor(ground, next, nextKey, FreePort.next())) {
                Token later = ground.await(endless, SOON);
                assertThat(later.content().erin()).isInstanceOf(Erin.Completed.class);
                assertThat(later.signer()).isEqualTo(ground.key(nextKey).id());
            }
            ground.audit().holdsFor(ground.sent());
        }
    }

    @Test
    void an_executor_killed_in_the_middle_of_its_drain_loses_nothing_and_gives_nothing_two_tokens() throws Exception {
        try (Ground ground = ground()) {
            int door = FreePort.next();
            IntentKey running;
            try (Child first = executor(ground, "executor-a", "executor", door)) {
                running = sleep(ground, "running", 8);
                awaitBusy(door, 1);
                first.terminate();
                Awaitility.await("the drain").atMost(SOON).until(() -> metrics(door)
                        .contains("airlock_executor_draining 1.0\n"));
                first.kill();
                assertThat(first.exit()).isEqualTo(KILLED);
                assertThat(ground.answered(running)).isFalse();
            }
            try (Child _ = executor(ground, "executor-a", "executor", FreePort.next())) {
                assertThat(ground.await(running, SOON).content().erin()).isInstanceOf(Erin.Completed.class);
            }
            ground.audit().holdsFor(ground.sent());
        }
    }

    /** The other member of the group is in this process; a dead member would be on the broker's list for three seconds. */
    @ParameterizedTest
    @CsvSource({"gateway, airlock.gateway.screened", "snaft, airlock.snaft.intents"})
    void a_service_told_to_end_has_left_its_group_when_it_is_gone_and_the_other_has_its_partitions(
            String service, String group) throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            Map<String, String> own = service.equals("gateway") ? Map.of("mux.enabled", "false") : Map.of();
            ground.start(service, with(ground.settings("instance", "stays"), own));
            Set<String> stays = Awaitility.await("the one that stays")
                    .atMost(SOON)
                    .until(() -> Plain.holdings(ground.bus, group).keySet(), members -> members.size() == 1);
            Path config = file("goes", with(ground.settings("instance", "goes"), own));
            try (Child goes = service(service, config)) {
                Awaitility.await("two members")
                        .atMost(SOON)
                        .until(() -> Plain.holdings(ground.bus, group).size() == 2);
                goes.terminate();
                assertThat(goes.exit()).as(goes.text()).isZero();
                assertThat(Plain.members(ground.bus, group)).isEqualTo(stays);
                Awaitility.await("all partitions in one hand")
                        .atMost(SOON)
                        .until(() -> Plain.holdings(ground.bus, group).keySet().equals(stays));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "ledger", "executor"})
    void a_service_with_nothing_under_way_ends_with_0_as_soon_as_it_is_told(String service) throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            Map<String, String> own =
                    switch (service) {
                        case "ledger" ->
                            Map.of("tiles.dir", directory.resolve("tiles").toString(), "http.port", "0");
                        case "executor" ->
                            Map.of("images.dir", directory.toString(), "jail", "off", "simulation.enabled", "true");
                        default -> Map.of();
                    };
            try (Child alone = service(service, file(service, with(ground.settings(), own)))) {
                long told = System.nanoTime();
                alone.terminate();
                assertThat(alone.exit()).as(alone.text()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(45));
            }
        }
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
        settings.putAll(more);
        return settings;
    }
}
