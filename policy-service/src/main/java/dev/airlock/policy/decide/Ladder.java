package dev.airlock.policy.decide;

import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Stance;
import dev.airlock.policy.model.Standing;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From verdicts to postures. The strictest of everything counts: each source's {@code snaft_posture}, {@code external_ai_inbound},
 * {@code execution_policy}, what its {@code runtime_mode} goes with, and its expiry. So an operator can close what the runtime left open
 * and never open what it closed; and while the observer has said nothing, everything is shut. About an agent or a session only operators
 * and incidents speak, and where nobody does there is no posture: it is what the fleet's is.
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
     * The posture to append, if what stands about any scope differs from what is recorded in anything that binds a reader; the fleet's
     * first. A verdict that merely repeats another changes nothing.
     *
     * @param now the wall clock; never before the recorded posture's time, so that a clock set back revives no expired verdict
     * @param nonce makes the posture's id unique: 1 to 64 visible characters
     */
    public static Optional<Posture> decide(Standings standings, Instant now, String nonce) {
        for (Standing standing : standings.all()) {
            Optional<Posture> posture = decide(standings, standing, now, nonce);
            if (posture.isPresent()) {
                return posture;
            }
        }
        return Optional.empty();
    }

    private static Optional<Posture> decide(Standings standings, Standing standing, Instant now, String nonce) {
        Optional<Posture> recorded = standing.recorded();
        if (!standing.scope().equals(Scope.FLEET) && recorded.isEmpty() && !standing.guarded()) {
            return Optional.empty();
        }
        Instant then = recorded.map(Posture::decidedAt)
                .filter(decided -> decided.isAfter(now))
                .orElse(now);
        Posture posture = posture(standings, standing, then, nonce);
        return recorded.filter(held -> same(held, posture)).isPresent() ? Optional.empty() : Optional.of(posture);
    }

    private static Posture posture(Standings standings, Standing standing, Instant now, String nonce) {
        List<Voice> voices = voices(standing, now);
        Stance stance = voices.stream().map(Voice::stance).reduce(Stance.OPEN, Stance::strictest);
        Voice decider = voices.stream().reduce(Ladder::decider).orElseThrow();
        long sequence = standings.newest() + 1;
        return new Posture(
                "posture_" + sequence + "_" + nonce,
                standing.scope().text(),
                sequence,
                stance.posture(),
                Switches.of(stance.posture()),
                decider.source().cause(),
                modeOf(standings.fleet()),
                stance.externalAiInbound(),
                stance.executionPolicy(),
                decider.verdictId(),
                decider.emitter(),
                decider.reason(),
                standing.recorded().map(Posture::runtimeMode),
                decider.warnings(),
                now);
    }

    /** What runs programs as far as the observer says; nobody else observes. */
    private static RuntimeMode modeOf(Standing fleet) {
        return fleet.runtime().map(Verdict::runtimeMode).orElse(RuntimeMode.OFFLINE);
    }

    /** Everybody who has a say, from the one that ends by itself to the one that does so least; never empty. */
    private static List<Voice> voices(Standing standing, Instant now) {
        Stream<Voice> ground = standing.scope().equals(Scope.FLEET)
                ? Stream.of(runtime(standing, now))
                : standing.operator().isPresent() || standing.incident().isPresent()
                        ? Stream.empty()
                        : Stream.of(new Voice(
                                Source.OPERATOR, Stance.OPEN, NO_VERDICT, SELF, "nobody says anything", List.of()));
        return Stream.of(
                        ground,
                        standing.operator().map(verdict -> voice(Source.OPERATOR, verdict, now)).stream(),
                        standing.incident().map(verdict -> voice(Source.INCIDENT, verdict, now)).stream())
                .flatMap(voices -> voices)
                .toList();
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
        Stance said =
                Stance.of(verdict).strictest(Coherence.of(verdict.runtimeMode()).stance());
        return new Voice(
                source,
                expired.isPresent() ? said.strictest(Stance.EXPIRED) : said,
                verdict.verdictId(),
                verdict.emitter(),
                expired.map(end -> shortened("expired at " + end + ": " + verdict.reason()))
                        .orElse(verdict.reason()),
                Coherence.warnings(verdict));
    }

    /** The stricter posture has the say; of two equal quarantines the later in {@link #voices}, since it does not end by itself. */
    private static Voice decider(Voice earlier, Voice later) {
        int stricter = later.stance().posture().compareTo(earlier.stance().posture());
        boolean decides =
                stricter > 0 || (stricter == 0 && !later.stance().posture().equals(Stance.OPEN.posture()));
        return decides ? later : earlier;
    }

    /** The mode is the fleet's; that it changes is no news about a scope within. */
    private static boolean same(Posture one, Posture other) {
        return one.posture() == other.posture()
                && one.cause() == other.cause()
                && (one.runtimeMode() == other.runtimeMode() || !one.scope().equals(Posture.FLEET))
                && one.externalAiInbound() == other.externalAiInbound()
                && one.executionPolicy() == other.executionPolicy();
    }

    private static String shortened(String text) {
        return text.length() <= REASON_LENGTH_MAX ? text : text.substring(0, REASON_LENGTH_MAX);
    }
}
