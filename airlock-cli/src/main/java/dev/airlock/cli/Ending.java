package dev.airlock.cli;

import dev.airlock.jail.shell.JailIncomplete;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.keys.KeyFileRejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * With which exit code a service ends, by which a service manager knows whether to start it anew: not where it would only find the same wrong settings
 * again ({@link Exit#USAGE}), and else always.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
    private static final int MESSAGES_MAX = 4;

    private Ending() {}

    /** What stays running. */
    @FunctionalInterface
    interface Life {
        /** Starts it, stays until it is to end, and closes it; the exit code. */
        int live() throws IOException, InterruptedException, Trouble;
    }

    /**
     * Lives a service's life. Whatever is thrown in it ends the process, an error too: else the threads that are left would keep it there, and
     * nobody would start it anew.
     *
     * @param file where its settings are
     * @throws Trouble with the exit code, if it could not start or did not end in order
     */
    static int of(Path file, Life life) throws InterruptedException, Trouble {
        try {
            return life.live();
        } catch (InterruptedException | Trouble e) {
            throw e;
        } catch (Exception | Error e) {
            throw trouble(file, e);
        }
    }

    /**
     * Stays until the process is told to end, or until what runs is broken.
     *
     * @param drain how long what is under way may go on
     * @param broken why it will not work again before it is started anew; empty while it may
     * @return the exit code
     */
    static int await(UntilEnd end, Duration drain, Supplier<Optional<String>> broken) throws InterruptedException {
        Optional<String> why = end.await(drain, broken);
        why.ifPresent(reason -> LOG.error("broken, and ends to be started anew: {}", reason));
        return why.isPresent() ? Exit.FAULT : Exit.FINE;
    }

    private static Trouble trouble(Path file, Throwable problem) {
        Throwable cause = problem;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        Trouble trouble =
                switch (cause) {
                    // Neither wrong settings nor a host without the locks that they ask for become right by waiting.
                    case IllegalArgumentException _, ConfigException _, JailIncomplete _ ->
                        new Trouble(Exit.USAGE, file + ": " + cause.getMessage(), "");
                    case KeyFileRejected _ -> new Trouble(Exit.USAGE, cause.getMessage(), "");
                    // A port that is taken, a name that nobody resolves yet, a disk that is not there yet.
                    case IllegalStateException _, BusUnreachable _ ->
                        new Trouble(Exit.UNAVAILABLE, String.valueOf(cause.getMessage()), "");
                    case KafkaException _ -> new Trouble(Exit.UNAVAILABLE, "Kafka's client: " + chain(cause), "");
                    case IOException _, UncheckedIOException _ -> new Trouble(Exit.UNAVAILABLE, cause.toString(), "");
                    default ->
                        new Trouble(
                                Exit.FAULT,
                                cause.toString(),
                                "AIRLOCK_TRACE=1 in the environment, which tells where it was thrown");
                };
        var _ = trouble.initCause(cause);
        return trouble;
    }

    /** Kafka's clients say in the first message that they could not be made, and in those behind it why. */
    private static String chain(Throwable problem) {
        Set<String> messages = new LinkedHashSet<>();
        Throwable cause = problem;
        while (cause != null && messages.size() < MESSAGES_MAX) {
            messages.add(cause.getMessage() == null ? cause.toString() : cause.getMessage());
            cause = cause.getCause();
        }
        return String.join(": ", messages);
    }
}
