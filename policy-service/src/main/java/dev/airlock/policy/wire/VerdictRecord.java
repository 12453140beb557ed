package dev.airlock.policy.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.policy.model.Checklist;
import dev.airlock.policy.model.Checklist.Report;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.PythonFallback;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.RustAirlock;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.TrustKernel;
import dev.airlock.schemas.model.Verdict;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One JSON record as a verdict, judged field by field. What is required and missing, empty or null is told first and alone; then each
 * field that is unfit, with its value and what would be right.
 */
final class VerdictRecord {
    /** Most characters of evidence. */
    static final int EVIDENCE_MAX = 4096;

    /** How far a verdict may be ahead of this clock. */
    private static final Duration FUTURE_MAX = Duration.ofSeconds(60);

    private static final int SHOWN_MAX = 60;
    private static final List<String> REQUIRED = List.of(
            "kind",
            "verdict_id",
            "timestamp",
            "emitter",
            "runtime_mode",
            "rust_airlock",
            "trust_kernel",
            "python_fallback",
            "external_ai_inbound",
            "execution_policy",
            "snaft_posture",
            "reason");
    private static final Set<String> OPTIONAL =
            Set.of("previous_runtime_mode", "expires_at", "attestation_ref", "scope", "evidence", "checklist");

    private final JsonNode record;
    private final List<String> errors = new ArrayList<>();
    private final Optional<Verdict> verdict;

    /** @param now by this clock nothing may be more than 60 s ahead */
    VerdictRecord(JsonNode record, Instant now) {
        this.record = record;
        this.verdict = complete() ? judged(now) : Optional.empty();
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    /** The verdict; there is none if there is an error. */
    Optional<Verdict> verdict() {
        return verdict;
    }

    private boolean complete() {
        if (!record.isObject()) {
            errors.add("is no JSON object");
            return false;
        }
        for (String field : REQUIRED) {
            JsonNode value = record.path(field);
            if (value.isMissingNode()) {
                errors.add(field + " is missing");
            } else if (value.isNull() || (value.isTextual() && value.textValue().isBlank())) {
                errors.add(field + " is empty");
            }
        }
        return errors.isEmpty();
    }

    private Optional<Verdict> judged(Instant now) {
        var unknown = new TreeSet<String>();
        record.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(REQUIRED);
        unknown.removeAll(OPTIONAL);
        unknown.forEach(field -> errors.add("'" + Line.fit(field, SHOWN_MAX) + "' is no field of a verdict"));
        String kind = text("kind");
        if (!kind.isEmpty() && !kind.equals(Verdict.KIND)) {
            errors.add("kind is '" + Line.fit(kind, SHOWN_MAX) + "'; it must be " + Verdict.KIND);
        }
        String id = text("verdict_id");
        Instant timestamp = time("timestamp");
        if (timestamp.isAfter(now.plus(FUTURE_MAX))) {
            errors.add("timestamp is " + timestamp + ", more than " + FUTURE_MAX.toSeconds() + " s ahead of " + now);
        }
        String emitter = text("emitter");
        RuntimeMode mode = constant("runtime_mode", RuntimeMode.values());
        RustAirlock rust = constant("rust_airlock", RustAirlock.values());
        TrustKernel kernel = constant("trust_kernel", TrustKernel.values());
        PythonFallback fallback = constant("python_fallback", PythonFallback.values());
        ExternalInbound inbound = constant("external_ai_inbound", ExternalInbound.values());
        ExecutionPolicy execution = constant("execution_policy", ExecutionPolicy.values());
        PostureLevel posture = constant("snaft_posture", PostureLevel.values());
        String reason = text("reason");
        Optional<RuntimeMode> previous =
                given("previous_runtime_mode").map(_ -> constant("previous_runtime_mode", RuntimeMode.values()));
        Optional<Instant> end = given("expires_at").map(_ -> time("expires_at"));
        Optional<String> attestation = given("attestation_ref").map(_ -> text("attestation_ref"));
        String scope = given("scope").map(_ -> text("scope")).orElse(Scope.FLEET.text());
        Optional<String> evidence = given("evidence").map(VerdictRecord::evidence);
        Optional<Report> report = given("checklist").flatMap(this::checked);
        report.flatMap(one -> Checklists.objection(one, posture)).ifPresent(errors::add);
        if (!errors.isEmpty()) {
            return Optional.empty();
        }
        try {
            Verdict said = new Verdict(
                    kind,
                    id,
                    timestamp,
                    emitter,
                    mode,
                    rust,
                    kernel,
                    fallback,
                    inbound,
                    execution,
                    posture,
                    reason,
                    previous,
                    end,
                    attestation,
                    scope,
                    evidence);
            return Optional.of(report.map(one -> Checklists.on(said, one)).orElse(said));
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** What was done of a checklist: {@code {"name": "recovery", "done": ["cause", ...]}}. */
    private Optional<Report> checked(JsonNode given) {
        boolean fits = given.isObject()
                && given.size() == 2
                && given.path("name").isTextual()
                && given.path("done").isArray()
                && given.path("done").size() <= Checklist.STEPS_MAX
                && given.path("done").valueStream().allMatch(JsonNode::isTextual);
        if (!fits) {
            errors.add("checklist is " + shown(given)
                    + "; it must be an object of name and done, a list of the ids of the steps that are done");
            return Optional.empty();
        }
        try {
            return Optional.of(Checklists.named(given.path("name").textValue())
                    .report(given.path("done")
                            .valueStream()
                            .map(JsonNode::textValue)
                            .toList()));
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<JsonNode> given(String field) {
        return Optional.of(record.path(field)).filter(value -> !value.isMissingNode() && !value.isNull());
    }

    private String text(String field) {
        JsonNode value = record.path(field);
        if (!value.isTextual()) {
            errors.add(field + " is " + shown(value) + "; it must be a text");
            return "";
        }
        return value.textValue();
    }

    private Instant time(String field) {
        String text = text(field);
        try {
            return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            errors.add(field + " is '" + Line.fit(text, SHOWN_MAX)
                    + "'; it must be an RFC 3339 time with a zone, for example 2026-05-29T14:00:00Z");
            return Instant.EPOCH;
        }
    }

    /** An unfit one is told and reads as the last, which is the strictest or the least known. */
    private <E extends Enum<E>> E constant(String field, E[] values) {
        JsonNode value = record.path(field);
        Optional<E> found = Stream.of(values)
                .filter(one -> value.isTextual() && label(one).equals(value.textValue()))
                .findFirst();
        if (found.isEmpty()) {
            errors.add(field + " is " + shown(value) + "; it must be one of "
                    + Stream.of(values).map(VerdictRecord::label).collect(Collectors.joining(", ")));
        }
        return found.orElse(values[values.length - 1]);
    }

    /** Others write it as an object; it is for people, so its text is kept. */
    private static String evidence(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(JsonNode value) {
        return value.isTextual()
                ? "'" + Line.fit(value.textValue(), SHOWN_MAX) + "'"
                : Line.fit(value.toString(), SHOWN_MAX);
    }
}
