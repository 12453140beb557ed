package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the dials say of a mixed run through a real broker is what their meanings promise, read as an operator reads them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DialsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int RUNS = 6;
    private static final int REFUSALS = 4;

    @TempDir
    Path directory;

    private final Map<String, Integer> doors = new TreeMap<>();

    private void start(Ground ground, String service, String... more) throws Exception {
        int port = FreePort.next();
        doors.put(service, port);
        Map<String, String> settings = ground.settings(more);
        settings.put("metrics.listen", Integer.toString(port));
        ground.start(service, settings);
    }

    private long dial(String service, String name) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + doors.get(service) + "/metrics"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            String label = "airlock_" + service + "_" + name + "_total ";
            return client.send(request.build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(label))
                    .map(line -> (long) Double.parseDouble(line.substring(label.length())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + label));
        }
    }

    private long sum(String service, String... names) throws Exception {
        long sum = 0;
        for (String name : names) {
            sum += dial(service, name);
        }
        return sum;
    }

    private static Intent wish(int number, String payload) {
        return Wish.of(
                "session-" + number,
                "i-" + number,
                payload.getBytes(StandardCharsets.UTF_8),
                Origin.LOCAL,
                Backend.SIMULATION);
    }

    private static List<byte[]> garbage(int count) {
        List<byte[]> garbage = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            garbage.add(("no record " + i).getBytes(StandardCharsets.UTF_8));
        }
        return garbage;
    }

    @Test
    void what_was_read_is_what_was_admitted_refused_malformed_and_sent_again_at_every_station() throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            start(ground, "policy");
            start(ground, "snaft");
            start(ground, "gateway", "mux.enabled", "false");
            start(ground, "executor", "simulation.enabled", "true", "images.dir", directory.toString());
            byte[] key = "a".getBytes(StandardCharsets.UTF_8);
            Plain.write(ground.bus, Topic.INTENTS, 0, key, garbage(3));
            Plain.write(ground.bus, Topic.SCREENED, 1, key, garbage(2));
            Plain.write(ground.bus, Topic.ORDERS, 2, key, garbage(5));
            List<Intent> runs = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                runs.add(wish(i, "print(" + i + ")"));
            }
            List<IntentKey> keys =
                    new ArrayList<>(runs.stream().map(ground::send).toList());
            for (int i = 0; i < REFUSALS; i++) {
                keys.add(ground.send(Wish.refusal("refused-" + i, "no")));
            }
            ground.awaitAll(keys, SOON);
            ground.send(runs.get(0));
            ground.send(runs.get(1));
            ground.send(wish(2, "print('another wish under the same name')"));
            Awaitility.await("copies and clash")
                    .atMost(SOON)
                    .until(() -> dial("gateway", "copies") == 2 && dial("gateway", "clashes") == 1);
            Awaitility.await("the orders that are none").atMost(SOON).until(() -> dial("executor", "unreadable") == 5);

            assertThat(dial("snaft", "read")).isEqualTo(RUNS + REFUSALS + 3 + 3);
            assertThat(dial("snaft", "read")).isEqualTo(sum("snaft", "passed", "refused", "malformed"));
            assertThat(dial("snaft", "malformed")).isEqualTo(3);
            assertThat(dial("gateway", "read")).isEqualTo(RUNS + REFUSALS + 2 + 2 + 1);
            assertThat(dial("gateway", "read"))
                    .isEqualTo(sum("gateway", "admitted", "refused", "malformed", "copies", "clashes"));
            assertThat(dial("gateway", "admitted")).isEqualTo(RUNS);
            assertThat(dial("gateway", "refused")).isEqualTo(REFUSALS);
            assertThat(dial("gateway", "malformed")).isEqualTo(2);
            assertThat(dial("executor", "read")).isEqualTo(RUNS + 5);
            assertThat(dial("executor", "read")).isEqualTo(sum("executor", "taken", "unreadable", "repeated"));
            assertThat(dial("executor", "taken"))
                    .isEqualTo(sum("executor", "completed", "killed", "faulted", "refused"));
            assertThat(dial("policy", "verdicts_read"))
                    .isEqualTo(sum("policy", "verdicts_counted", "verdicts_older", "verdicts_dead"));
        }
    }
}
