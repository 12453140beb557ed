package dev.airlock.node;

import static dev.airlock.node.PulsingExecutor.microvm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.dials.Dial;
import dev.airlock.road.Bus;
import dev.airlock.road.TestBus;
import dev.airlock.road.keys.KeyFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What policy's dials say while executors come, turn bad and go. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PanelsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private static double dial(Service service, Dial dial) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + service.doorPort().orElseThrow() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(dial.label() + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + dial.label()));
        }
    }

    private static void await(Service policy, int executors, int open) {
        Awaitility.await(executors + " ready executors, open " + open)
                .atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(dial(policy, Dial.POLICY_EXECUTORS_READY)).isEqualTo(executors);
                    assertThat(dial(policy, Dial.POLICY_EXTERNAL_OPEN)).isEqualTo(open);
                });
    }

    @Test
    void with_no_executor_that_could_run_anything_leases_go_on_and_the_dials_say_that_the_road_is_closed()
            throws Exception {
        Bus bus = TestBus.road();
        var keys = new KeyFiles(folder, new SecureRandom());
        keys.loadOrCreate("executor");
        Map<String, String> settings = Map.of(
                "bootstrap.servers",
                bus.bootstrapServers(),
                "namespace",
                bus.namespace(),
                "keys.dir",
                folder.toString(),
                "metrics.listen",
                "0");
        try (Service policy = Service.start(Service.Kind.POLICY, settings)) {
            try (PulsingExecutor _ =
                    PulsingExecutor.on(bus, keys.loadOrCreate("executor"), false, microvm(true, "warm"))) {
                await(policy, 1, 1);
            }
            await(policy, 0, 0);
            try (PulsingExecutor _ =
                    PulsingExecutor.on(bus, keys.loadOrCreate("executor"), false, microvm(false, "no KVM"))) {
                Awaitility.await("policy vouches again, for a closed posture")
                        .atMost(SOON)
                        .until(() -> dial(policy, Dial.READY) == 1);
                double issued = dial(policy, Dial.POLICY_LEASES_ISSUED);
                Awaitility.await("leases go on")
                        .atMost(SOON)
                        .until(() -> dial(policy, Dial.POLICY_LEASES_ISSUED) > issued + 2);
                await(policy, 0, 0);
            }
            assertThat(policy.broken()).isEmpty();
        }
    }
}
