package dev.airlock.policy.decide;

import dev.airlock.policy.model.Stance;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.PythonFallback;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.RustAirlock;
import dev.airlock.schemas.model.TrustKernel;
import dev.airlock.schemas.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which fields go together in a verdict: one row per runtime mode. A field that deviates is a warning; the stricter word counts. */
public final class Coherence {
    private Coherence() {}

    /**
     * What a verdict of one mode says.
     *
     * @param pythonFallback every value that fits; an emitter of ours uses the first
     * @param stance the three fields that bind others
     */
    public record Row(
            RustAirlock rustAirlock, TrustKernel trustKernel, List<PythonFallback> pythonFallback, Stance stance) {
        public Row {
            pythonFallback = List.copyOf(pythonFallback);
        }
    }

    private static final Row EMBEDDED_ONLINE = new Row(
            RustAirlock.EMBEDDED,
            TrustKernel.ONLINE_WITH_AIRLOCK,
            List.of(PythonFallback.DISABLED),
            new Stance(
                    PostureLevel.NORMAL_ZERO_TRUST,
                    ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                    ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD));
    private static final Row KERNEL_ONLINE = new Row(
            RustAirlock.ONLINE,
            TrustKernel.ONLINE_WITHOUT_AIRLOCK,
            List.of(PythonFallback.DISABLED),
            new Stance(
                    PostureLevel.NORMAL_ZERO_TRUST,
                    ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                    ExecutionPolicy.ALLOW_THROUGH_AIRLOCK));
    private static final Row PYTHON_FALLBACK = new Row(
            RustAirlock.OFFLINE,
            TrustKernel.ONLINE_WITHOUT_AIRLOCK,
            List.of(PythonFallback.ENABLED, PythonFallback.AVAILABLE),
            new Stance(
                    PostureLevel.QUARANTINE_EXTERNAL_AI,
                    ExternalInbound.DENY,
                    ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY));
    private static final Row OFFLINE = new Row(
            RustAirlock.OFFLINE,
            TrustKernel.OFFLINE,
            List.of(PythonFallback.DENIED_UNLESS_SOFT_BOOTSTRAP_DEV),
            new Stance(PostureLevel.HARD_QUARANTINE, ExternalInbound.DENY, ExecutionPolicy.DENY));

    /** The row of {@code mode}. */
    public static Row of(RuntimeMode mode) {
        return switch (mode) {
            case EMBEDDED_ONLINE -> EMBEDDED_ONLINE;
            case KERNEL_ONLINE -> KERNEL_ONLINE;
            case PYTHON_FALLBACK -> PYTHON_FALLBACK;
            case OFFLINE -> OFFLINE;
        };
    }

    /** One sentence per field that does not fit the verdict's mode, in the order of the fields; none if all fit. */
    public static List<String> warnings(Verdict verdict) {
        Row row = of(verdict.runtimeMode());
        var warnings = new Deviations(verdict.runtimeMode());
        warnings.compare("rust_airlock", verdict.rustAirlock(), List.of(row.rustAirlock()));
        warnings.compare("trust_kernel", verdict.trustKernel(), List.of(row.trustKernel()));
        warnings.compare("python_fallback", verdict.pythonFallback(), row.pythonFallback());
        warnings.compare(
                "external_ai_inbound",
                verdict.externalAiInbound(),
                List.of(row.stance().externalAiInbound()));
        warnings.compare(
                "execution_policy",
                verdict.executionPolicy(),
                List.of(row.stance().executionPolicy()));
        warnings.compare(
                "snaft_posture", verdict.snaftPosture(), List.of(row.stance().posture()));
        return List.copyOf(warnings.found);
    }

    private record Deviations(RuntimeMode mode, List<String> found) {
        Deviations(RuntimeMode mode) {
            this(mode, new ArrayList<>());
        }

        <E extends Enum<E>> void compare(String field, E value, List<E> fitting) {
            if (!fitting.contains(value)) {
                found.add(field + " is " + label(value) + "; " + label(mode) + " goes with "
                        + String.join(
                                " or ", fitting.stream().map(Coherence::label).toList()));
            }
        }
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
