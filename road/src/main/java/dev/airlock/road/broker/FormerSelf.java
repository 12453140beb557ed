package dev.airlock.road.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker that was killed on this directory and still leads every partition in the metadata.
 *
 * <p>Kafka 4.3 believes that at a start: it loads its transaction coordinator at once, and when the controller ends the dead broker's
 * session nine seconds later, it drops the markers that finish its transactions ("likely deleted already and hence can be skipped"). Their
 * records stay hidden for ever, or only a part of them is seen. So the session is ended first, by a controller alone.
 */
final class FormerSelf {
    private static final Logger LOG = LoggerFactory.getLogger(FormerSelf.class);
    private static final Duration LAID_TO_REST_WITHIN = Duration.ofSeconds(20);
    /** Kafka's controller gives up when a busy machine lets it wait too long; nothing is lost by starting it again. */
    private static final int ATTEMPTS = 3;

    /** Ten times the session: if the metadata do not say how the broker was, and nothing happens for so long, it is at rest. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(5);

    /** Kafka leaves it when it stops in order, and takes it away when it starts. */
    private static final Path STOPPED_IN_ORDER = Path.of(".kafka_cleanshutdown");

    private FormerSelf() {}

    /** Ends the session of a broker that did not stop in order; does nothing if there is none. */
    static void layToRest(Path log, int controllerPort) throws BrokerRefused {
        if (Files.exists(log.resolve(STOPPED_IN_ORDER)) || MetadataLog.isNew(log)) {
            return;
        }
        MetadataLog.Word before = MetadataLog.lastWord(log);
        if (before == MetadataLog.Word.AT_REST) {
            return;
        }
        RuntimeException last = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                endSession(log, controllerPort, before == MetadataLog.Word.NONE);
                return;
            } catch (RuntimeException e) {
                LOG.warn("controller alone attempt={} of={} log={}", attempt, ATTEMPTS, log, e);
                last = e;
            }
        }
        throw new BrokerRefused(
                BrokerRefused.Reason.SERVER_FAILED,
                log + ": the broker that was killed here cannot be laid to rest: a controller alone did not start in "
                        + ATTEMPTS + " attempts (" + last
                        + "); start again, and look at the lines above if it stays so;"
                        + " nothing was deleted",
                last);
    }

    private static void endSession(Path log, int controllerPort, boolean silenceWillDo) throws BrokerRefused {
        Properties settings = BrokerSettings.ofControllerAlone(log, controllerPort);
        KafkaRaftServer controller = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        try {
            controller.startup();
            awaitItsEnd(log, silenceWillDo);
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static void awaitItsEnd(Path log, boolean silenceWillDo) throws BrokerRefused {
        long began = System.nanoTime();
        while (MetadataLog.lastWord(log) != MetadataLog.Word.AT_REST) {
            long waited = System.nanoTime() - began;
            if (silenceWillDo && waited > SILENCE_MAX.toNanos()) {
                return;
            }
            if (waited > LAID_TO_REST_WITHIN.toNanos()) {
                throw new BrokerRefused(
                        BrokerRefused.Reason.SERVER_FAILED,
                        log + ": the controller does not end the session of the broker that was killed here within "
                                + LAID_TO_REST_WITHIN.toSeconds() + " s; start again; nothing was deleted");
            }
            pause();
        }
    }

    private static void pause() throws BrokerRefused {
        try {
            Thread.sleep(Duration.ofMillis(50));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerRefused(BrokerRefused.Reason.SERVER_FAILED, "interrupted while starting", e);
        }
    }
}
