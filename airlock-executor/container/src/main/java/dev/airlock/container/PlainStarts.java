package dev.airlock.container;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plain {@code crun run}s of one program, one after another: the same bundle without filter, listener and look. What benchmarks compare a parked
 * container with. Shell and mount namespace are there before the first start, so that only runtime, kernel and program are timed. For one
 * thread.
 */
public final class PlainStarts implements AutoCloseable {
    private static final String OVER = "plain start over ";
    private static final int END_SECONDS = 5;
    private static final String PAYLOAD = "payload";

    /** Of the runtime's words up to its word for starting; a name on a line starts one. */
    private static final String SCRIPT = """
            while read -r name; do
                code=0
                "$@" --bundle %1$s "$name" < %1$s/%2$s || code=$?
                echo "%3$s$code"
            done
            """.formatted(Surroundings.BUNDLE, PAYLOAD, OVER);

    private final Path bundle;
    private final Process shell;
    private final OutputStream names;
    private final InputStream said;
    private final String name;
    private final Runnable gone;
    private int started;

    private PlainStarts(Path bundle, Process shell, String name, Runnable gone) {
        this.bundle = bundle;
        this.shell = shell;
        this.names = shell.getOutputStream();
        this.said = shell.getInputStream();
        this.name = name;
        this.gone = gone;
    }

    /** A bundle is there, with its configuration. */
    static PlainStarts in(Surroundings surroundings, Path root, Path bundle, String name, byte[] payload, Runnable gone)
            throws IOException {
        Files.write(bundle.resolve(PAYLOAD), payload);
        List<String> loop = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh"));
        loop.addAll(surroundings.starting());
        Process shell = new ProcessBuilder(surroundings.inside(root, bundle, name, loop))
                .redirectErrorStream(true)
                .start();
        return new PlainStarts(bundle, shell, name, gone);
    }

    /**
     * Starts one, gives it the payload, and waits for its end.
     *
     * @return from the start to the first byte that the program writes
     * @throws ContainerFailed if it writes nothing, or does not end with 0
     */
    public Duration firstByte() throws ContainerFailed {
        try {
            byte[] next = (name + "-" + started++ + "\n").getBytes(StandardCharsets.UTF_8);
            long start = System.nanoTime();
            names.write(next);
            names.flush();
            int first = said.read();
            long end = System.nanoTime();
            String text = (first < 0 ? "" : (char) first) + rest();
            if (!text.endsWith(OVER + 0) || text.startsWith(OVER)) {
                throw new ContainerFailed("a plain start of " + name + " failed: " + text);
            }
            return Duration.ofNanos(end - start);
        } catch (IOException e) {
            throw new ContainerFailed("the shell of plain starts is gone: " + e.getMessage(), e);
        }
    }

    private String rest() throws IOException {
        StringBuilder text = new StringBuilder();
        var lines = new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8), 1);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.append(line);
            if (line.contains(OVER)) {
                break;
            }
            text.append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        names.close();
        try {
            if (!shell.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        said.close();
        gone.run();
        RootStore.delete(bundle);
    }
}
