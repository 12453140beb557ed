package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.schemas.flow.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** The embedded broker in a process of its own. */
class ProcessBrokerIT extends BrokerContract {
    private static final String READY = "the broker is ready";

    private Kept kept;

    @Override
    Outside start(Path directory) throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        kept = new Kept(directory, port);
        kept.startAgain();
        return kept;
    }

    @Test
    void a_killed_broker_keeps_what_was_committed_and_forgets_what_was_open_and_a_hop_goes_on_where_it_was()
            throws Exception {
        Bus bus = road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, HopIT.values(0, 200));
        try (Hop hop = Hop.start(HopIT.seat(bus, "a"), new CountingWork())) {
            await().atMost(SOON).untilAsserted(() -> assertThat(seen(bus)).hasSize(200));
            Producer<byte[], byte[]> doomed = writer(bus, "doomed");
            doomed.initTransactions();
            doomed.beginTransaction();
            doomed.send(record(bus, "open")).get();
            kept.kill();
            doomed.close(Duration.ZERO);
            kept.startAgain();
            Plain.write(bus, Topic.INTENTS, 0, HopIT.values(200, 400));
            await().atMost(SOON).untilAsserted(() -> assertThat(seen(bus)).hasSize(400));
            assertThat(hop.health()).isNotInstanceOf(Health.Broken.class);
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).isEqualTo(HopIT.numbered(0, 400));
        Topics.ensure(bus, ONE, TOPICS);
    }

    /** Arguments: directory, port. Runs until its standard input ends, which it does with whoever started it. */
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
            System.out.println(READY + " at " + broker.port());
            while (System.in.read() >= 0) {
                // Nobody has anything to say.
            }
        }
    }

    private static final class Kept implements Outside {
        private final Path directory;
        private final int port;
        private Process process;

        Kept(Path directory, int port) {
            this.directory = directory;
            this.port = port;
        }

        @Override
        public Bus bus() {
            return Bus.at("127.0.0.1:" + port);
        }

        /** Ends it as by kill -9. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** Starts it on what it had written; returns when it serves. */
        void startAgain() throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ProcessBrokerIT.class.getName(),
                            directory.toString(),
                            Integer.toString(port))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            while (line != null && !line.startsWith(READY)) {
                line = said.readLine();
            }
            if (line == null) {
                throw new AssertionError("the broker's process has ended before it was ready");
            }
            // What it logs from now on is read and dropped, or it would wait for somebody who does.
            Thread.ofVirtual().name("broker-log").start(() -> said.lines().forEach(_ -> {}));
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
