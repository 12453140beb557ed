package dev.airlock.policy.decide;

import dev.airlock.policy.model.Transition;
import dev.airlock.policy.model.Transition.Rung;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.Switch;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** When a posture is news: at the first one, and when the rung or the runtime mode changes. A posture that repeats both is silent. */
public final class Transitions {
    /** On in every posture, so that they are never a difference, not even at a cold start. */
    private static final Set<Switch> RESCUE =
            EnumSet.of(Switch.ALLOW_LOCAL_DIAGNOSTICS, Switch.ALLOW_OPERATOR_APPROVED_REPAIR);

    private Transitions() {}

    /** What changed from {@code previous} to {@code current}; at a cold start every switch counts as off before. */
    public static Optional<Transition> between(Optional<Posture> previous, Posture current) {
        Optional<Rung> before = previous.map(Transitions::rung);
        if (before.isPresent() && same(current.scope(), before.get(), rung(current))) {
            return Optional.empty();
        }
        return Optional.of(new Transition(
                current.verdictId(),
                current.emitter(),
                before,
                rung(current),
                changed(previous, current),
                current.reason()));
    }

    /** An agent's or a session's posture has no runtime of its own. */
    private static boolean same(String scope, Rung before, Rung now) {
        return before.equals(now) || (!scope.equals(Posture.FLEET) && before.posture() == now.posture());
    }

    private static List<String> changed(Optional<Posture> previous, Posture current) {
        return Stream.of(Switch.values())
                .filter(one -> !RESCUE.contains(one))
                .filter(one -> one.isOn(current.switches())
                        != previous.map(posture -> one.isOn(posture.switches())).orElse(false))
                .map(Switch::label)
                .toList();
    }

    private static Rung rung(Posture posture) {
        return new Rung(posture.posture(), posture.runtimeMode());
    }
}
