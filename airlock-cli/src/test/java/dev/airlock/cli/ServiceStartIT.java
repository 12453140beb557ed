package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.chaos.Child;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.schemas.keys.SigningKey;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services that cannot start, each as a process: what a service manager sees of it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ServiceStartIT {
    @TempDir
    private Path folder;

    private Child start(String service, String... lines) throws Exception {
        Path settings = Files.write(folder.resolve(service + ".properties"), List.of(lines));
        return Child.java("dev.airlock.cli.Airlock", List.of(service, "--config", settings.toString()));
    }

    @Test
    void a_broker_whose_name_is_not_resolved_yet_is_tried_again() throws Exception {
        try (Child policy = start(
                "policy",
                "bootstrap.servers=nobody.invalid:9092",
                "security.protocol=PLAINTEXT",
                "keys.dir=" + folder.resolve("keys"))) {
            assertThat(policy.exit()).as(policy.text()).isEqualTo(Exit.UNAVAILABLE);
            assertThat(policy.text()).contains("No resolvable bootstrap urls");
        }
    }

    @Test
    void a_key_that_cannot_be_trusted_is_not() throws Exception {
        Path keys = Files.createDirectory(folder.resolve("keys"));
        Files.writeString(keys.resolve("policy.key"), "nothing");
        try (Child policy = start("policy", "bootstrap.servers=127.0.0.1:9", "keys.dir=" + keys)) {
            assertThat(policy.exit()).as(policy.text()).isEqualTo(Exit.USAGE);
            assertThat(policy.text()).contains("policy.key");
        }
    }

    @Test
    void a_witness_whose_port_is_taken_is_tried_again() throws Exception {
        String ledger =
                new LedgerKey("main", SigningKey.generate(new SecureRandom()).verifyingKey()).text();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Child witness = start(
                        "witness",
                        "name=witness.example",
                        "ledgers=" + ledger,
                        "keys.dir=" + folder.resolve("keys"),
                        "state.dir=" + folder.resolve("state"),
                        "http.port=" + taken.getLocalPort())) {
            assertThat(witness.exit()).as(witness.text()).isEqualTo(Exit.UNAVAILABLE);
            assertThat(witness.text()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }
}
