package dev.airlock.road.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void a_start_that_was_killed_while_formatting_does_not_spoil_the_next(@TempDir Path directory) throws Exception {
        Files.writeString(Files.createDirectory(directory.resolve("log.draft")).resolve("meta.properties"), "half");
        Path log = LogDirectory.in(directory);
        assertThat(log.resolve("meta.properties")).content().contains("cluster.id");
        assertThat(directory.resolve("log.draft")).doesNotExist();
    }

    @Test
    void a_new_data_directory_is_its_owner_s_alone(@TempDir Path directory) throws Exception {
        Path fresh = directory.resolve("data");
        try (DirectoryLock lock = DirectoryLock.on(fresh)) {
            assertThat(lock).isNotNull();
            assertThat(Files.getPosixFilePermissions(fresh))
                    .containsExactlyInAnyOrderElementsOf(PosixFilePermissions.fromString("rwx------"));
        }
    }
}
