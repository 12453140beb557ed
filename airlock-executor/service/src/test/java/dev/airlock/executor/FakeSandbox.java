package dev.airlock.executor;

import dev.airlock.executor.model.Calls;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Offence;
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
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for a microVM: echoes its payload, except for {@code copy} (leaves its inputs as outputs), {@code hold} (waits until released or cut off), {@code defect} (throws), {@code say and fail} (is heard, and throws)
 * and {@code decline} (has no image).
 */
public final class FakeSandbox implements Sandbox {
    /** The intents that were run, as {@code session/id}, as often as they were. */
    public final List<String> runs = new CopyOnWriteArrayList<>();

    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Readiness readiness = new Readiness.Ready("fake", "for tests");

    @Override
    public SandboxKind kind() {
        return SandboxKind.MICROVM;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public Readiness probe() {
        return readiness;
    }

    public void breaks(String reason) {
        readiness = new Readiness.NotReady("fake", reason);
    }

    /** Lets everything that holds go on, and nothing hold any more. */
    public void release() {
        released.countDown();
    }

    @Override
    public Attempt run(Plan plan, Given given, Cutoff cutoff, Tap tap) {
        Bytes payload = given.payload();
        runs.add(plan.key().text());
        String text = new String(payload.toArray(), StandardCharsets.UTF_8);
        return switch (text) {
            case "hold" -> ran(hold(cutoff), payload);
            case "say and fail" -> {
                tap.wrote(false, new byte[] {'a'});
                tap.wrote(true, new byte[] {'b'});
                tap.wrote(false, new byte[] {'c'});
                throw new IllegalStateException("planted");
            }
            case "defect" -> throw new IllegalStateException("planted");
            case "decline" -> new Attempt.Declined(new Refusal(RefusalKind.NO_IMAGE, "image", "no image; build one"));
            case "copy" -> new Attempt.Ran(Traces.trace(copied(given)));
            default -> ran(new Trace.End.Exited(0), payload);
        };
    }

    private static List<NamedFile> copied(Given given) {
        return given.inputs().stream()
                .filter(file -> given.outputs().contains(file.name()))
                .toList();
    }

    private Trace.End hold(Cutoff cutoff) {
        try {
            while (!released.await(5, TimeUnit.MILLISECONDS)) {
                Optional<Offence> reason = cutoff.reason();
                if (reason.isPresent()) {
                    return new Trace.End.Stopped(reason.get());
                }
            }
            return new Trace.End.Exited(0);
        } catch (InterruptedException e) {
            return new Trace.End.Broke(Trace.Cause.SANDBOX, "interrupted");
        }
    }

    private static Attempt ran(Trace.End end, Bytes stdout) {
        return new Attempt.Ran(Traces.trace(end, stdout, List.of()));
    }

    @Override
    public void close() {
        release();
    }

    /** Traces to test with. */
    public static final class Traces {
        private Traces() {}

        /** A run that left these files. */
        public static Trace trace(List<NamedFile> files) {
            Trace bare = trace(new Trace.End.Exited(0), Bytes.EMPTY, List.of());
            return new Trace(
                    bare.site(),
                    bare.end(),
                    bare.stdout(),
                    bare.stderr(),
                    false,
                    bare.calls(),
                    bare.ran(),
                    files,
                    bare.recording(),
                    bare.strayed());
        }

        public static Trace trace(Trace.End end, Bytes stdout, List<Offence.Violation> violations) {
            TreeMap<String, Long> counts = new TreeMap<>();
            counts.put("sys_write", 1L + violations.size());
            String digest = Hashes.sha256(new byte[0]);
            return new Trace(
                    new Site(
                            SandboxKind.MICROVM,
                            "fake",
                            Optional.of(new Site.Origins(
                                    "airlock-python:latest", digest, Optional.of(digest), Optional.of(digest)))),
                    end,
                    stdout,
                    Bytes.EMPTY,
                    false,
                    new Calls(1L + violations.size(), counts, digest, violations),
                    Duration.ofMillis(3));
        }
    }
}
