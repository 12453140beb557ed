package dev.airlock.road.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** The broker's log directory: formatted once, under another name, so that a start that is killed leaves none or a whole one. */
final class LogDirectory {
    private LogDirectory() {}

    static Path in(Path directory) throws BrokerRefused {
        Path log = directory.resolve("log").toAbsolutePath();
        if (Files.exists(log)) {
            return log;
        }
        Path draft = directory.resolve("log.draft").toAbsolutePath();
        try {
            delete(draft);
            Files.createDirectories(draft);
            format(draft);
            return Files.move(draft, log, StandardCopyOption.ATOMIC_MOVE);
        } catch (Exception e) {
            throw new BrokerRefused(
                    BrokerRefused.Reason.DIRECTORY_UNUSABLE,
                    log + ": cannot be made a log directory (" + e.getMessage() + "); use another data directory",
                    e);
        }
    }

    /** Gives the cluster its id; Kafka declares that this throws anything. */
    private static void format(Path log) throws Exception {
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerSettings.NODE_ID)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setDirectories(List.of(log.toString()))
                .setMetadataLogDirectory(log.toString())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                .run();
    }

    private static void delete(Path draft) throws IOException {
        if (!Files.exists(draft)) {
            return;
        }
        try (Stream<Path> files = Files.walk(draft)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
