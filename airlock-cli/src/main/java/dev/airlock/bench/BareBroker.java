package dev.airlock.bench;

import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The floor of a cold start: a process that is the embedded broker and nothing else, until it is ended by a signal. */
public final class BareBroker {
    private BareBroker() {}

    /** Serves {@code directory} at {@code 127.0.0.1:port}; returns when the process is to end. */
    public static void serve(Path directory, int port) throws BenchFailed, InterruptedException {
        var end = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("bare-broker-down").unstarted(() -> {
                    end.countDown();
                    awaitQuietly(closed);
                }));
        try (EmbeddedBroker _ = EmbeddedBroker.start(directory, port)) {
            end.await();
        } catch (BrokerRefused e) {
            throw new BenchFailed(e.getMessage(), "airlock doctor", e);
        } finally {
            closed.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
