package dev.airlock.road;

import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** One broker for all tests of a JVM; each test gets a road of its own on it, behind a namespace. */
public final class TestBus {
    private static final AtomicInteger ROADS = new AtomicInteger();

    private TestBus() {}

    /** A new, empty road with all its topics. */
    public static Bus road() {
        return road(EnumSet.allOf(Topic.class));
    }

    /** A new, empty road with some topics. */
    public static Bus road(Set<Topic> topics) {
        Bus bus = emptyRoad();
        try {
            Topics.ensure(bus, (short) 1, topics);
        } catch (TopicsDisagree | BusUnreachable e) {
            throw new AssertionError(e);
        }
        return bus;
    }

    /** A new road without any topics. */
    public static Bus emptyRoad() {
        return Shared.BROKER.bus().within("t" + ROADS.incrementAndGet() + ".");
    }

    /** Takes a topic away, with all that it held; whoever follows it hears nothing until it is {@link #restore}d. */
    public static void lose(Bus bus, Topic topic) {
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            admin.deleteTopics(List.of(bus.nameOf(topic))).all().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes a topic anew, empty; waits until the broker has ended the lost one. */
    public static void restore(Bus bus, Topic topic) {
        Awaitility.await("the lost topic is gone")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> {
                    Topics.ensure(bus, (short) 1, EnumSet.of(topic));
                    return true;
                });
    }

    /** Takes away all that a partition holds; what groups have committed of it stays. */
    public static void cut(Bus bus, Topic topic, int partition) {
        var place = new TopicPartition(bus.nameOf(topic), partition);
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Shared {
        static final EmbeddedBroker BROKER = start();

        private static EmbeddedBroker start() {
            try {
                Path directory = Files.createTempDirectory("airlock-broker");
                EmbeddedBroker broker = EmbeddedBroker.start(directory);
                Runtime.getRuntime()
                        .addShutdownHook(
                                Thread.ofPlatform().name("end-of-tests").unstarted(() -> {
                                    broker.close();
                                    delete(directory);
                                }));
                return broker;
            } catch (IOException | BrokerRefused e) {
                throw new AssertionError(e);
            }
        }

        private static void delete(Path directory) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
