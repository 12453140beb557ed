package dev.airlock.road;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka in a container, with the settings of the compose file's brokers, but for there being one: the official image where it is there or can be pulled,
 * else the one that deploy/local makes.
 */
class KafkaContainerIT extends BrokerContract {
    private static final String OFFICIAL = "apache/kafka:" + AppInfoParser.getVersion();
    private static final String LOCAL = "airlock-kafka:local";
    private static final Path SETTINGS = Path.of("../deploy/kafka/server.properties");
    private static final int CALLERS = 9094;
    private static final Duration STARTS = Duration.ofSeconds(60);

    @Override
    Outside start(Path directory) throws Exception {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw skipped("no container engine answers; start dockerd, or set DOCKER_HOST");
        }
        DockerClient engine = DockerClientFactory.instance().client();
        String image = Optional.of(OFFICIAL)
                .filter(name -> isThere(engine, name))
                .or(() -> Optional.of(LOCAL).filter(name -> isThere(engine, name)))
                .or(() -> Optional.of(OFFICIAL).filter(name -> pulled(engine, name)))
                .orElseThrow(() -> skipped("the engine has neither " + OFFICIAL + " nor " + LOCAL
                        + ", and the first cannot be pulled; deploy/local/README.md makes the second"));
        System.err.println("the road is tried on a container of " + image);
        return new Contained(image);
    }

    private static AssertionError skipped(String why) {
        System.err.println("SKIPPED: the road was not tried on a container of Kafka: " + why);
        return abort("SKIPPED: " + why);
    }

    private static boolean isThere(DockerClient engine, String image) {
        try {
            var _ = engine.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static boolean pulled(DockerClient engine, String image) {
        try {
            return engine.pullImageCmd(image).start().awaitCompletion(STARTS.toSeconds(), TimeUnit.SECONDS)
                    && isThere(engine, image);
        } catch (DockerException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The settings of the three brokers, for one: what counts them is one, and it elects itself. */
    private static String settings() throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(SETTINGS)) {
            settings.load(reader);
        }
        for (String name : settings.stringPropertyNames()) {
            if (name.endsWith(".replication.factor")
                    || name.endsWith(".min.isr")
                    || name.equals("min.insync.replicas")) {
                settings.setProperty(name, "1");
            }
        }
        settings.setProperty("controller.quorum.voters", "1@localhost:9093");
        StringWriter text = new StringWriter();
        settings.store(text, null);
        return text.toString();
    }

    private static final class Contained implements Outside {
        private final int port;
        private final GenericContainer<?> container;

        /** It listens on the loopback interface. */
        Contained(String image) throws IOException {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                this.port = probe.getLocalPort();
            }
            PortBinding published =
                    new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(CALLERS));
            this.container = new GenericContainer<>(DockerImageName.parse(image))
                    .withImagePullPolicy(_ -> false)
                    .withEnv("CLUSTER_ID", "gV4rTq0HSSi0w3dZ5yJ1Kw")
                    .withEnv("KAFKA_NODE_ID", "1")
                    .withEnv("KAFKA_ADVERTISED_LISTENERS", "ROAD://localhost:9092,CALLERS://127.0.0.1:" + port)
                    .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx256m")
                    .withCopyToContainer(Transferable.of(settings()), "/mnt/shared/config/server.properties")
                    .withExposedPorts(CALLERS)
                    .withCreateContainerCmdModifier(command -> {
                        HostConfig host =
                                Optional.ofNullable(command.getHostConfig()).orElseGet(HostConfig::new);
                        command.withHostConfig(host.withPortBindings(published));
                    })
                    .waitingFor(new AbstractWaitStrategy() {
                        @Override
                        protected void waitUntilReady() {
                            awaitService();
                        }
                    });
            container.start();
        }

        @Override
        public Bus bus() {
            return Bus.at("127.0.0.1:" + port);
        }

        private void awaitService() {
            try (Admin admin = Admin.create(Topics.adminSettings(bus()))) {
                await("the broker in the container serves")
                        .atMost(STARTS)
                        .ignoreExceptions()
                        .until(() -> admin.describeCluster().nodes().get().size() == 1);
            }
        }

        @Override
        public void close() {
            container.stop();
        }
    }
}
