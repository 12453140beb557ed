package dev.airlock.policy.decide;

import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Stance;
import dev.airlock.policy.model.Standing;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * From verdicts to a posture. The strictest of everything counts: each source's {@code snaft_posture}, {@code external_ai_inbound},
 * {@code execution_policy}, what its {@code runtime_mode} goes with, and its expiry. So an operator can close what the runtime left open
 * and never open what it closed; and while the observer has said nothing, everything is shut.
 */
public final class Ladder {
    /** The verdict id of a posture that no verdict stands behind. */
    public static final String NO_VERDICT = "none";

    private static final String SELF = "jis:airlock:policy";
    private static final int REASON_LENGTH_MAX = 4096;

    private Ladder() {}

    /** What one source asks for, and in whose words. */
    private record Voice(
            Source source, Stance stance, String verdictId, String emitter, String reason, List<String> warnings) {}

    /**
     * The posture to append, if what stands differs from what is recorded in anything that binds a reader. A verdict that merely repeats
     * another changes nothing.
     *
     * @param now the wall clock; never before the recorded posture's time, so that a clock set back revives no expired verdict
     * @param nonce makes the posture's id unique: 1 to 64 visible characters
     */
    public static Optional<Posture> decide(Standing standing, Instant now, String nonce) {
        Instant then = standing.recorded()
                .map(Posture::decidedAt)
                .filter(decided -> decided.isAfter(now))
                .orElse(now);
        Posture posture = posture(standing, then, nonce);
        return standing.recorded().filter(recorded -> same(recorded, posture)).isPresent()
                ? Optional.empty()
                : Optional.of(posture);
    }

    private static Posture posture(Standing standing, Instant now, String nonce) {
        Voice runtime = runtime(standing, now);
        Optional<Voice> operator = standing.operator().map(verdict -> voice(Source.OPERATOR, verdict, now));
        Stance stance = operator.map(Voice::stance).orElse(Stance.OPEN).strictest(runtime.stance());
        Voice decider = operator.filter(voice -> decides(voice, runtime)).orElse(runtime);
        long sequence = standing.recorded().map(Posture::sequence).orElse(-1L) + 1;
        return new Posture(
                "posture_" + sequence + "_" + nonce,
                Posture.FLEET,
                sequence,
                stance.posture(),
                Switches.of(stance.posture()),
                decider.source().cause(),
                modeOf(standing),
                stance.externalAiInbound(),
                stance.executionPolicy(),
                decider.verdictId(),
                decider.emitter(),
                decider.reason(),
                standing.recorded().map(Posture::runtimeMode),
                decider.warnings(),
                now);
    }

    /** What runs programs as far as the observer says; an operator does not observe. */
    private static RuntimeMode modeOf(Standing standing) {
        return standing.runtime().map(Verdict::runtimeMode).orElse(RuntimeMode.OFFLINE);
    }

    private static Voice runtime(Standing standing, Instant now) {
        return standing.runtime()
                .map(verdict -> voice(Source.RUNTIME, verdict, now))
                .orElse(new Voice(
                        Source.RUNTIME,
                        Stance.SHUT,
                        NO_VERDICT,
                        SELF,
                        "the observer has given no verdict yet",
                        List.of()));
    }

    private static Voice voice(Source source, Verdict verdict, Instant now) {
        Optional<Instant> expired = verdict.expiresAt().filter(end -> !now.isBefore(end));
        Stance said = new Stance(verdict.snaftPosture(), verdict.externalAiInbound(), verdict.executionPolicy())
                .strictest(Coherence.of(verdict.runtimeMode()).stance());
        return new Voice(
                source,
                expired.isPresent() ? said.strictest(Stance.EXPIRED) : said,
                verdict.verdictId(),
                verdict.emitter(),
                expired.map(end -> shortened("expired at " + end + ": " + verdict.reason()))
                        .orElse(verdict.reason()),
                Coherence.warnings(verdict));
    }

    /** The stricter posture has the say; of two equal quarantines the operator's, since it does not end by itself. */
    private static boolean decides(Voice operator, Voice runtime) {
        int stricter = operator.stance().posture().compareTo(runtime.stance().posture());
        return stricter > 0 || (stricter == 0 && !operator.stance().posture().equals(Stance.OPEN.posture()));
    }

    private static boolean same(Posture one, Posture other) {
        return one.posture() == other.posture()
                && one.cause() == other.cause()
                && one.runtimeMode() == other.runtimeMode()
                && one.externalAiInbound() == other.externalAiInbound()
                && one.executionPolicy() == other.executionPolicy();
    }

    private static String shortened(String text) {
        return text.length() <= REASON_LENGTH_MAX ? text : text.substring(0, REASON_LENGTH_MAX);
    }
}
