package dev.airlock.policy.decide;

import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.policy.model.PulseBoard.Heard;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Pulse.BackendPulse;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From pulses to a verdict on the runtime. A ready microVM backend of any executor that is not draining means {@code embedded_online};
 * else a ready container backend {@code kernel_online}; else a ready simulation means {@code python_fallback}; anything else, and anything unknown, is {@code offline}.
 */
public final class Observer {
    /** Who emits its verdicts. */
    public static final String EMITTER = Emitters.OBSERVER;

    /** That run programs, the best first. */
    private static final List<Backend> BACKENDS = List.of(Backend.MICROVM, Backend.CONTAINER, Backend.SIMULATION);

    private static final int NAMED_MAX = 8;
    private static final int NAME_LENGTH_MAX = 128;

    private Observer() {}

    /** What runs programs at {@code nowNanos}, as far as the pulses say. */
    public static RuntimeMode modeOf(PulseBoard board, long nowNanos) {
        return BACKENDS.stream()
                .filter(backend -> ready(board, nowNanos, backend).findAny().isPresent())
                .findFirst()
                .map(Observer::modeWith)
                .orElse(RuntimeMode.OFFLINE);
    }

    /**
     * The verdict to emit, if the mode differs from that of the last recorded one. A mode that is worse needs a whole timeout of
     * listening, so that a restart does not close what runs.
     *
     * @param last the newest verdict of an observer
     * @param nonce makes the verdict's id unique: 1 to 64 visible characters
     */
    public static Optional<Verdict> decide(PulseBoard board, Optional<Verdict> last, Moment now, String nonce) {
        RuntimeMode mode = modeOf(board, now.nanos());
        Optional<RuntimeMode> before = last.map(Verdict::runtimeMode);
        boolean known = before.isPresent() && before.get() == mode;
        boolean hasty = before.isPresent() && mode.compareTo(before.get()) > 0 && !board.attentive(now.nanos());
        return known || hasty
                ? Optional.empty()
                : Optional.of(verdict(mode, reason(board, mode, now.nanos()), last, now.wall(), nonce));
    }

    /** How many executors could begin with an order at {@code nowNanos}, as far as the pulses say. */
    public static int executorsReady(PulseBoard board, long nowNanos) {
        return (int) board.alive(nowNanos).stream()
                .filter(heard -> heard.pulse().canRun())
                .count();
    }

    /** For how long the board carries {@code mode} or a better one if nobody pulses again; zero if it does not now. */
    static Duration carries(PulseBoard board, RuntimeMode mode, long nowNanos) {
        long newest = BACKENDS.stream()
                .filter(backend -> modeWith(backend).compareTo(mode) <= 0)
                .flatMap(backend -> ready(board, nowNanos, backend))
                .mapToLong(heard -> board.timeout().toNanos() - (nowNanos - heard.atNanos()))
                .max()
                .orElse(0);
        return Duration.ofNanos(newest);
    }

    private static RuntimeMode modeWith(Backend backend) {
        return switch (backend) {
            case MICROVM -> RuntimeMode.EMBEDDED_ONLINE;
            case CONTAINER -> RuntimeMode.KERNEL_ONLINE;
            case SIMULATION -> RuntimeMode.PYTHON_FALLBACK;
            case ANY, UNKNOWN -> RuntimeMode.OFFLINE;
        };
    }

    private static Stream<Heard> ready(PulseBoard board, long nowNanos, Backend backend) {
        return board.alive(nowNanos).stream().filter(heard -> !heard.pulse().draining() && has(heard.pulse(), backend));
    }

    private static boolean has(Pulse pulse, Backend backend) {
        return pulse.backends().stream().anyMatch(one -> one.ready() && one.backend() == backend);
    }

    private static Verdict verdict(
            RuntimeMode mode, String reason, Optional<Verdict> last, Instant wall, String nonce) {
        Coherence.Row row = Coherence.of(mode);
        return new Verdict(
                Verdict.KIND,
                "verdict_" + nonce,
                after(last, wall),
                EMITTER,
                mode,
                row.rustAirlock(),
                row.trustKernel(),
                row.pythonFallback().getFirst(),
                row.stance().externalAiInbound(),
                row.stance().executionPolicy(),
                row.stance().posture(),
                reason,
                last.map(Verdict::runtimeMode),
                Optional.empty(),
                Optional.empty());
    }

    /** Always later than the last one, or policy would take it for an older one when a clock was set back. */
    private static Instant after(Optional<Verdict> last, Instant wall) {
        return last.map(verdict -> verdict.timestamp().plus(1, ChronoUnit.MICROS))
                .filter(earliest -> earliest.isAfter(wall))
                .orElse(wall);
    }

    private static String reason(PulseBoard board, RuntimeMode mode, long nowNanos) {
        if (mode == RuntimeMode.OFFLINE) {
            return "no executor with a ready backend within " + board.timeout().toMillis() + " ms";
        }
        Backend backend = BACKENDS.stream()
                .filter(one -> modeWith(one) == mode)
                .findFirst()
                .orElseThrow();
        List<String> names = ready(board, nowNanos, backend)
                .map(heard -> name(heard.pulse(), backend))
                .sorted()
                .toList();
        String more = names.size() > NAMED_MAX ? " and " + (names.size() - NAMED_MAX) + " more" : "";
        return "ready: " + names.stream().limit(NAMED_MAX).collect(Collectors.joining(", ")) + more;
    }

    private static String name(Pulse pulse, Backend backend) {
        String isolation = pulse.backends().stream()
                .filter(one -> one.ready() && one.backend() == backend)
                .map(BackendPulse::isolation)
                .findFirst()
                .orElseThrow();
        String name = pulse.executor() + " on " + isolation;
        return name.length() <= NAME_LENGTH_MAX ? name : name.substring(0, NAME_LENGTH_MAX);
    }
}
