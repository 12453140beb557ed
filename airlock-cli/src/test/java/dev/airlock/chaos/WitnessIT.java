package dev.airlock.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A witness as a process of its own, seen by its operator. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WitnessIT {
    private static final HttpRequest.Builder NONSENSE =
            HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray("nonsense".getBytes(UTF_8)));

    @TempDir
    private Path folder;

    private static HttpResponse<String> send(HttpRequest.Builder request, int port, String path)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    request.copy()
                            .uri(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void a_witness_is_ready_when_it_answers_counts_what_it_is_asked_and_ends_in_order() throws Exception {
        int port = FreePort.next();
        int door = FreePort.next();
        String ledger =
                new LedgerKey("main", SigningKey.generate(new SecureRandom()).verifyingKey()).text();
        Path settings = Files.write(
                folder.resolve("witness.properties"),
                List.of(
                        "name=witness.example",
                        "ledgers=" + ledger,
                        "keys.dir=" + folder.resolve("keys"),
                        "state.dir=" + folder.resolve("state"),
                        "http.port=" + port,
                        "metrics.listen=" + door));
        try (Child witness =
                Child.java("dev.airlock.cli.Airlock", List.of("witness", "--config", settings.toString()))) {
            witness.awaitLine("witness is up: http://127.0.0.1:" + port + " witness.example+");
            assertThat(send(HttpRequest.newBuilder(), door, "/ready").statusCode())
                    .isEqualTo(200);
            assertThat(send(NONSENSE, port, "/add-checkpoint").statusCode()).isEqualTo(400);
            assertThat(send(HttpRequest.newBuilder(), door, "/metrics").body())
                    .contains("\nairlock_witness_asked_total 1.0\n", "\nairlock_witness_unfit_total 1.0\n")
                    .contains("\nairlock_witness_cosigned_total 0.0\n", "\nairlock_witness_forked_total 0.0\n");
            witness.terminate();
            assertThat(witness.exit()).as(witness.text()).isZero();
        }
    }
}
