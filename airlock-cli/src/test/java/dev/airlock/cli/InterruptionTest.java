package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ctrl-C, to a process of its own. */
class InterruptionTest {
    /** Waits for what an interruption does, and says what it was told. */
    static final class Waits {
        private Waits() {}

        public static void main(String[] arguments) throws InterruptedException {
            var done = new CountDownLatch(1);
            try (Interruption interruption = Interruption.watched()) {
                interruption.act(() -> {
                    System.out.println("cancelling");
                    done.countDown();
                });
                System.out.println("waiting");
                done.await();
                System.out.println("told");
            }
        }
    }

    /** Whoever starts the tests in the background may have SIGINT ignored, which a JVM leaves so. */
    @Test
    void an_interrupt_does_what_is_to_be_done_and_waits_until_it_is_told() throws Exception {
        Process process = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Waits.class.getName())
                .redirectErrorStream(true)
                .start();
        // One that hears nothing would wait for ever, and so would we.
        CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
        try (BufferedReader said = process.inputReader()) {
            assertThat(line(said)).isEqualTo("waiting");
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(line(said)).isEqualTo("cancelling");
            assertThat(line(said)).isEqualTo("told");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String line(BufferedReader said) throws IOException {
        String line = said.readLine();
        while (line != null && line.startsWith("WARNING")) {
            line = said.readLine();
        }
        return String.valueOf(line);
    }
}
