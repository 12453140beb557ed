package dev.airlock.policy.shell;

import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.policy.shell.PolicyCounts.Count;
import dev.airlock.road.Bus;
import dev.airlock.road.Topics;
import dev.airlock.road.broker.EmbeddedBroker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void policy_survives_an_outage_of_the_broker_and_the_road_opens_again_by_itself() throws Exception {
        int port = freePort();
        Path data = directory.resolve("broker");
        EmbeddedBroker before = EmbeddedBroker.start(data, port);
        Topics.ensure(before.bus(), (short) 1);
        var counts = new PolicyCounts();
        try (Rig rig = new Rig(Bus.at("127.0.0.1:" + port), directory.resolve("keys"))) {
            rig.startPolicy(counts);
            rig.startExecutor();
            awaitOpen(rig);
            before.close();
            await().atMost(PATIENCE).until(() -> !rig.effective().fresh());
            await().atMost(PATIENCE).until(() -> counts.of(Count.LEASE_WITHHELD) > 0);
            try (EmbeddedBroker after = EmbeddedBroker.start(data, port)) {
                awaitOpen(rig);
                assertThat(after.bus().bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            }
        }
    }

    private static void awaitOpen(Rig rig) {
        await().atMost(PATIENCE)
                .until(() -> rig.effective().fresh() && rig.effective().posture() == NORMAL_ZERO_TRUST);
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
