package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.schemas.flow.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker dies as by kill -9 with a transaction open on it, together with whoever wrote it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KilledBrokerIT {
    private static final Duration BACK_WITHIN = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    /** Arguments: the directory, the port. Commits one record, leaves another one open, and dies. */
    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Bus bus = broker.bus();
        Topics.ensure(bus, (short) 1, EnumSet.of(Topic.TOKENS));
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(ClientSettings.forTransactionalWriter(bus, "killed-with-its-broker"));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(record(bus, "committed")).get();
        producer.commitTransaction();
        producer.beginTransaction();
        producer.send(record(bus, "open")).get();
        Runtime.getRuntime().halt(137);
    }

    private static ProducerRecord<byte[], byte[]> record(Bus bus, String value) {
        return Outbound.to(Topic.TOKENS, 0, new byte[] {1}, value.getBytes(UTF_8))
                .on(bus);
    }

    @Test
    void a_transaction_that_was_open_when_its_broker_was_killed_hides_nothing_after_the_restart() throws Exception {
        int port = freePort();
        assertThat(die(port)).isEqualTo(137);
        long restarted = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port)) {
            Duration back = Duration.ofNanos(System.nanoTime() - restarted);
            Plain.write(broker.bus(), Topic.TOKENS, 0, List.of("behind/it"));
            assertThat(Plain.values(broker.bus(), Topic.TOKENS)).containsExactly("committed", "behind/it");
            assertThat(back).isLessThan(BACK_WITHIN);
        }
        try (EmbeddedBroker again = EmbeddedBroker.start(directory, port)) {
            assertThat(Plain.values(again.bus(), Topic.TOKENS)).containsExactly("committed", "behind/it");
        }
    }

    private int die(int port) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledBrokerIT.class.getName(),
                        directory.toString(),
                        Integer.toString(port))
                .inheritIO()
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process lives on");
        }
        return process.exitValue();
    }

    private static int freePort() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
