package dev.airlock.road;

import dev.airlock.road.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The embedded broker in a process of its own. */
class ProcessBrokerIT extends BrokerContract {
    private static final String READY = "the broker is ready";

    @Override
    Outside start(Path directory) throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        Kept kept = new Kept(directory, port);
        kept.startAgain();
        return kept;
    }

    /** Arguments: directory, port. Runs until its standard input ends, which it does with whoever started it. */
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
            System.out.println(READY + " at " + broker.port());
            while (System.in.read() >= 0) {
                // Nobody has anything to say.
            }
        }
    }

    private static final class Kept implements Outside {
        private final Path directory;
        private final int port;
        private Process process;

        Kept(Path directory, int port) {
            this.directory = directory;
            this.port = port;
        }

        @Override
        public Bus bus() {
            return Bus.at("127.0.0.1:" + port);
        }

        @Override
        public void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void startAgain() throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ProcessBrokerIT.class.getName(),
                            directory.toString(),
                            Integer.toString(port))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            while (line != null && !line.startsWith(READY)) {
                line = said.readLine();
            }
            if (line == null) {
                throw new AssertionError("the broker's process has ended before it was ready");
            }
            // What it logs from now on is read and dropped, or it would wait for somebody who does.
            Thread.ofVirtual().name("broker-log").start(() -> said.lines().forEach(_ -> {}));
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
