package dev.airlock.gateway.shell;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.gateway.model.Decision.Admit;
import dev.airlock.gateway.model.Decision.Refuse;
import dev.airlock.gateway.model.Limits;
import dev.airlock.gateway.wire.IntentEvents;
import dev.airlock.gateway.wire.RefusalTokens;
import dev.airlock.lane.Conclusion;
import dev.airlock.lane.Decides;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Guard;
import dev.airlock.schemas.posture.Whom;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The gateway for the fast lane: the same gate under the same posture, policies and approvals as on the bus, asked in process. Which approvals
 * were used up it knows of this process only, so those of before count no more. Any thread.
 */
final class FastDecides implements Decides {
    private final Gate gate;
    private final Authorises policies;
    private final Guard guard;
    private final Ruling.Approvers approvers;
    private final Predicate<String> early;
    /** Which approval is used, and by which intent. */
    private final ConcurrentMap<String, IntentKey> used = new ConcurrentHashMap<>();

    /** @param early whether an approval may have been used by an earlier process of this node */
    FastDecides(Limits limits, Guard guard, Authorises policies, Ruling.Approvers approvers, Predicate<String> early) {
        this.gate = new Gate(limits, Lane.FAST, policies);
        this.policies = policies;
        this.guard = guard;
        this.approvers = approvers;
        this.early = early;
    }

    @Override
    public boolean atHand() {
        return policies.atHand();
    }

    @Override
    public Decision decide(Screening screening, Instant now) {
        Effective holds = guard.of(new Whom(screening.principal(), screening.session()));
        return switch (gate.decide(holds, screening, approvers.of(this::spent, now), now)) {
            case Admit(Order order) -> {
                // Made before the approval is taken: what fails here has used nothing up.
                var events = IntentEvents.admitted(screening, holds, order, IntentEvents.IN_PROCESS);
                // Of two who were given one approval at once, the slower is decided again, and finds it used up.
                yield take(order) ? new Decision.Admit(order, holds, events) : decide(screening, now);
            }
            case Refuse(Refusal refusal) -> new Decision.Refuse(new Refused(screening, holds, refusal));
        };
    }

    /** Whether the order's approval, if it has one, is this order's alone. */
    private boolean take(Order order) {
        return order.grant()
                .approvalId()
                .map(id -> used.putIfAbsent(id, order.key()) == null)
                .orElse(true);
    }

    /** Its approval counts again, if it is this order's that holds it. */
    @Override
    public void undone(Order order) {
        order.grant().approvalId().ifPresent(id -> used.remove(id, order.key()));
    }

    private Optional<String> spent(String approvalId) {
        if (used.containsKey(approvalId)) {
            return Optional.of("it was used up, and counts once");
        }
        return early.test(approvalId)
                ? Optional.of("it was given before this node started, and may have been used then; approve it again")
                : Optional.empty();
    }

    private record Refused(Screening screening, Effective posture, Refusal refusal) implements Conclusion {
        @Override
        public IntentKey key() {
            return screening.key();
        }

        @Override
        public UnsealedToken token(Seal seal) {
            return RefusalTokens.of(seal, Lane.FAST, screening, posture, refusal);
        }

        @Override
        public Optional<GatewayEvent> event(Token token) {
            return Optional.of(IntentEvents.refused(screening, posture, refusal, token, IntentEvents.IN_PROCESS));
        }
    }
}
