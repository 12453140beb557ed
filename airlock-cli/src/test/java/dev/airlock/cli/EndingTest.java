package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.road.keys.KeyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which end of a service is started anew, and which is not. */
class EndingTest {
    private static final Path FILE = Path.of("x.properties");

    @TempDir
    private Path folder;

    static Stream<Arguments> ends() {
        var unresolved =
                new KafkaException("Failed to construct kafka producer", new ConfigException("No resolvable urls"));
        return Stream.of(
                Arguments.of(unresolved, Exit.UNAVAILABLE, "Failed to construct kafka producer: No resolvable urls"),
                Arguments.of(new CompletionException(unresolved), Exit.UNAVAILABLE, "No resolvable urls"),
                Arguments.of(new NoSuchFileException("/mnt/keys"), Exit.UNAVAILABLE, "NoSuchFileException: /mnt/keys"),
                Arguments.of(new UncheckedIOException(new IOException("late")), Exit.UNAVAILABLE, "late"),
                Arguments.of(new IllegalStateException("cannot listen"), Exit.UNAVAILABLE, "cannot listen"),
                Arguments.of(new IllegalArgumentException("tick.ms is 1"), Exit.USAGE, "x.properties: tick.ms is 1"),
                Arguments.of(new ConfigException("ssl.protocol is x"), Exit.USAGE, "x.properties: ssl.protocol is x"),
                Arguments.of(new UnsupportedOperationException("defect"), Exit.FAULT, "defect"),
                Arguments.of(new NullPointerException(), Exit.FAULT, "NullPointerException"),
                Arguments.of(new ExceptionInInitializerError("defect"), Exit.FAULT, "defect"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void only_what_would_be_found_wrong_again_keeps_a_service_down(Throwable thrown, int exit, String told) {
        assertThatThrownBy(() -> Ending.of(FILE, () -> {
                    switch (thrown) {
                        case RuntimeException e -> throw e;
                        case IOException e -> throw e;
                        case Error e -> throw e;
                        default -> throw new AssertionError(thrown);
                    }
                }))
                .isInstanceOfSatisfying(
                        Trouble.class, trouble -> assertThat(trouble.exit()).isEqualTo(exit))
                .hasMessageContaining(told);
    }

    @Test
    void a_key_file_that_cannot_be_trusted_keeps_it_down() throws Exception {
        var keys = new KeyFiles(folder.resolve("keys"), new SecureRandom());
        keys.loadOrCreate("policy");
        Files.writeString(folder.resolve("keys/policy.key"), "nothing");
        assertThatThrownBy(() -> Ending.of(FILE, () -> {
                    keys.loadOrCreate("policy");
                    return Exit.FINE;
                }))
                .isInstanceOfSatisfying(
                        Trouble.class, trouble -> assertThat(trouble.exit()).isEqualTo(Exit.USAGE))
                .hasMessageContaining("policy.key");
    }

    @Test
    void its_own_word_and_its_own_code_are_kept() throws Exception {
        assertThat(Ending.of(FILE, () -> Exit.FAULT)).isEqualTo(Exit.FAULT);
        var trouble = new Trouble(Exit.FORKED, "said", "");
        assertThatThrownBy(() -> Ending.of(FILE, () -> {
                    throw trouble;
                }))
                .isSameAs(trouble);
    }
}
