package dev.airlock.road.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @Test
    void a_taken_port_is_named_with_what_to_do(@TempDir Path directory) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, other.getLocalPort()))
                    .isInstanceOfSatisfying(BrokerRefused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(BrokerRefused.Reason.PORT_TAKEN))
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort() + " is taken")
                    .hasMessageContaining("another port");
        }
    }

    @Test
    void a_second_node_on_a_directory_is_refused(@TempDir Path directory) throws Exception {
        try (DirectoryLock first = DirectoryLock.on(directory)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> EmbeddedBroker.start(directory))
                    .isInstanceOfSatisfying(BrokerRefused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(BrokerRefused.Reason.DIRECTORY_LOCKED))
                    .hasMessageContaining("another node works on this data directory");
        }
    }

    @Test
    void a_directory_that_cannot_be_made_is_refused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("data")))
                .isInstanceOfSatisfying(BrokerRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(BrokerRefused.Reason.DIRECTORY_UNUSABLE))
                .hasMessageContaining("use another data directory");
    }
}
