package dev.airlock.chaos;

import dev.airlock.executor.model.Calls;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.sandbox.Attempt;
import dev.airlock.executor.sandbox.Cutoff;
import dev.airlock.executor.sandbox.Readiness;
import dev.airlock.executor.sandbox.Sandbox;
import dev.airlock.executor.sandbox.Tap;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Hashes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A guest whose every move is known: it notes the run in a file that all processes share, then prints its payload. A payload
 * {@code slow MILLIS} takes that long, unless it is cut off.
 */
final class ScriptedSandbox implements Sandbox {
    private static final String ISOLATION = "microvm, as a test has it";
    private static final Readiness READY = new Readiness.Ready(ISOLATION, "scripted");

    private final Path runs;

    /**
     * @param runs gets a line per run that is begun
     */
    ScriptedSandbox(Path runs) {
        this.runs = runs;
    }

    /** How often a program of this intent was begun, in whatever process. */
    static long runsOf(Path runs, IntentKey key) throws IOException {
        if (Files.notExists(runs)) {
            return 0;
        }
        try (var lines = Files.lines(runs)) {
            return lines.filter(key.text()::equals).count();
        }
    }

    @Override
    public SandboxKind kind() {
        return SandboxKind.MICROVM;
    }

    @Override
    public Readiness readiness() {
        return READY;
    }

    @Override
    public Readiness probe() {
        return READY;
    }

    @Override
    public Attempt run(Plan plan, Given given, Cutoff cutoff, Tap tap) {
        Bytes payload = given.payload();
        long began = System.nanoTime();
        note(plan.key());
        String program = new String(payload.toArray(), StandardCharsets.UTF_8);
        if (program.startsWith("slow ")) {
            long end = began
                    + Duration.ofMillis(Long.parseLong(program.substring(5))).toNanos();
            while (System.nanoTime() < end && cutoff.reason().isEmpty()) {
                LockSupport.parkNanos(Math.min(end - System.nanoTime(), 5_000_000));
            }
        }
        byte[] said = program.substring(0, Math.min(program.length(), 64)).getBytes(StandardCharsets.UTF_8);
        tap.wrote(false, said.clone());
        return new Attempt.Ran(new Trace(
                new Site(kind(), ISOLATION, Optional.empty()),
                new Trace.End.Exited(0),
                Bytes.of(said),
                Bytes.EMPTY,
                false,
                new Calls(0, new TreeMap<>(), Hashes.sha256(new byte[0]), List.of()),
                Duration.ofNanos(System.nanoTime() - began)));
    }

    private void note(IntentKey key) {
        try {
            Files.writeString(runs, key.text() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {}
}
