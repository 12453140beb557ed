package dev.airlock.road;

import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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
