package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The program that shows whether a guest of an image can run: it has to print what only somebody who ran it knows.
 *
 * @param image whose guests, for example {@code airlock-python:latest}
 * @param memory of what size
 */
public record SelfTest(String image, SizeClass memory) {
    private static final Bytes PROGRAM = Bytes.of("print(6 * 7)".getBytes(StandardCharsets.UTF_8));
    private static final Bytes ANSWER = Bytes.of("42\n".getBytes(StandardCharsets.UTF_8));

    Plan plan(SandboxKind kind) {
        return new Plan(
                new IntentKey("self-test", "self-test"),
                "code:execute",
                kind,
                image,
                "code-execute",
                new RunLimits(Duration.ofSeconds(10), memory, 4096, 10_000));
    }

    Bytes payload() {
        return PROGRAM;
    }

    String success() {
        return "warm: " + image + " with " + memory.mib() + " MiB";
    }

    /** What was wrong with the attempt; empty if nothing was. */
    Optional<String> fault(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Declined(Refusal refusal) -> Optional.of(refusal.text());
            case Attempt.Ran(Trace trace) when answered(trace) -> Optional.empty();
            case Attempt.Ran(Trace trace) ->
                Optional.of("the self-test of " + image + " ended with " + trace.end() + " and printed "
                        + trace.stdout().size() + " bytes to stdout, "
                        + trace.stderr().size()
                        + " to stderr; build the image again: airlock image build python --force");
        };
    }

    private static boolean answered(Trace trace) {
        return trace.end().equals(new Trace.End.Exited(0)) && trace.stdout().equals(ANSWER);
    }
}
