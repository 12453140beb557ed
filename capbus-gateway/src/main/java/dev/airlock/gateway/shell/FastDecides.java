package dev.airlock.gateway.shell;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.gateway.model.Decision.Admit;
import dev.airlock.gateway.model.Decision.Refuse;
import dev.airlock.gateway.model.Limits;
import dev.airlock.gateway.wire.RefusalEvents;
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

/** The gateway for the fast lane: the same gate under the same posture and policies as on the bus, asked in process. Any thread. */
final class FastDecides implements Decides {
    private final Gate gate;
    private final Guard guard;

    FastDecides(Limits limits, Guard guard, Authorises policies) {
        this.gate = new Gate(limits, Lane.FAST, policies);
        this.guard = guard;
    }

    @Override
    public Decision decide(Screening screening, Instant now) {
        Effective holds = guard.of(new Whom(screening.principal(), screening.session()));
        return switch (gate.decide(holds, screening, now)) {
            case Admit(Order order) -> new Decision.Admit(order, holds);
            case Refuse(Refusal refusal) -> new Decision.Refuse(new Refused(screening, holds, refusal));
        };
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
            return Optional.of(RefusalEvents.refused(screening, posture, refusal, token, RefusalEvents.IN_PROCESS));
        }
    }
}
