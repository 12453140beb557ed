package dev.airlock.policy.wire;

import dev.airlock.policy.model.Checklist;
import dev.airlock.policy.model.Checklist.Report;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.syscalls.ReviewedFile;
import java.util.List;
import java.util.Optional;

/** The reviewed checklists, {@code checklists/NAME.json}, and how a verdict carries what was done: in its reason, so under its signature. */
public final class Checklists {
    /** The names of all checklists. */
    public static final List<String> NAMES = List.of("recovery");

    private static final int REASON_MAX = 4096;
    private static final int SHOWN_MAX = 60;

    private Checklists() {}

    private record Shape(String comment, String name, String purpose, List<Checklist.Step> steps) {}

    /**
     * The checklist of this name.
     *
     * @throws IllegalArgumentException if there is none, with the names there are
     */
    public static Checklist named(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "no checklist is called '" + Line.fit(name, SHOWN_MAX) + "'; there is " + String.join(", ", NAMES));
        }
        Shape shape = ReviewedFile.read("/checklists/" + name + ".json", Shape.class);
        return new Checklist(shape.name(), shape.purpose(), shape.steps());
    }

    /** Why a verdict may not be given on this report: it opens, and a critical step is missing. Empty if it may. */
    public static Optional<String> objection(Report report, PostureLevel wanted) {
        return wanted == PostureLevel.NORMAL_ZERO_TRUST && !report.critical().isEmpty()
                ? Optional.of(report.text() + "; without " + String.join(", ", report.critical())
                        + " nothing is opened, so do that first or ask for a tighter snaft_posture")
                : Optional.empty();
    }

    /** The verdict with the report at the end of its reason, which {@code airlock posture} shows. */
    public static Verdict on(Verdict verdict, Report report) {
        String tail = " (" + report.text() + ")";
        return new Verdict(
                verdict.kind(),
                verdict.verdictId(),
                verdict.timestamp(),
                verdict.emitter(),
                verdict.runtimeMode(),
                verdict.rustAirlock(),
                verdict.trustKernel(),
                verdict.pythonFallback(),
                verdict.externalAiInbound(),
                verdict.executionPolicy(),
                verdict.snaftPosture(),
                Line.fit(verdict.reason(), REASON_MAX - tail.length()) + tail,
                verdict.previousRuntimeMode(),
                verdict.expiresAt(),
                verdict.attestationRef(),
                verdict.scope(),
                verdict.evidence());
    }
}
