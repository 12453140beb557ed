package dev.airlock.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A verdict record to the posture it asks for. */
final class VerdictReader {
    private static final int BYTES_MAX = 64 << 10;

    private VerdictReader() {}

    static PostureDecision read(String json) {
        JsonNode verdict = Json.object("a verdict", json.getBytes(StandardCharsets.UTF_8), BYTES_MAX);
        text(verdict, "kind").filter(kind -> !kind.equals(Verdict.KIND)).ifPresent(kind -> {
            throw new IllegalArgumentException("kind is '" + Json.brief(kind) + "'; it must be " + Verdict.KIND);
        });
        PostureLevel asked = constant(verdict, "snaft_posture", PostureLevel.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "snaft_posture is missing; it must be one of " + labels(PostureLevel.class)));
        Optional<RuntimeMode> mode = constant(verdict, "runtime_mode", RuntimeMode.class);
        List<String> warnings = new ArrayList<>();
        return new PostureDecision(
                strictest(asked, mode, constant(verdict, "external_ai_inbound", ExternalInbound.class), warnings),
                mode,
                constant(verdict, "previous_runtime_mode", RuntimeMode.class),
                text(verdict, "verdict_id").orElse(""),
                text(verdict, "emitter").orElse(""),
                text(verdict, "reason").orElse(""),
                warnings,
                time(verdict, "expires_at"));
    }

    private static PostureLevel strictest(
            PostureLevel asked, Optional<RuntimeMode> mode, Optional<ExternalInbound> inbound, List<String> warnings) {
        PostureLevel counts = asked;
        if (inbound.filter(one -> one == ExternalInbound.DENY).isPresent()) {
            counts = PostureDecision.quarantined(counts);
        }
        if (mode.filter(one -> one == RuntimeMode.PYTHON_FALLBACK).isPresent()) {
            counts = PostureDecision.quarantined(counts);
        }
        if (mode.filter(one -> one == RuntimeMode.OFFLINE).isPresent()) {
            counts = PostureLevel.HARD_QUARANTINE;
        }
        if (counts != asked) {
            warnings.add(
                    "snaft_posture is " + label(asked) + ", and the rest of the verdict asks for " + label(counts));
        }
        return counts;
    }

    private static Optional<Instant> time(JsonNode verdict, String field) {
        return text(verdict, field).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        field + " is '" + Json.brief(text) + "'; it must be a time with a zone as in RFC 3339", e);
            }
        });
    }

    private static Optional<String> text(JsonNode verdict, String field) {
        JsonNode value = verdict.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " must be a text");
        }
        return Optional.of(value.textValue());
    }

    private static <E extends Enum<E>> Optional<E> constant(JsonNode verdict, String field, Class<E> type) {
        return text(verdict, field).map(text -> Arrays.stream(type.getEnumConstants())
                .filter(one -> label(one).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(field + " is '" + Json.brief(text)
                        + "', which is unknown; it must be one of " + labels(type))));
    }

    private static <E extends Enum<E>> String labels(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(VerdictReader::label).collect(Collectors.joining(", "));
    }

    private static String label(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
