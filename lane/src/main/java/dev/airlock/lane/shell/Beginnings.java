package dev.airlock.lane.shell;

import dev.airlock.lane.Decides.Decision.Admit;
import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Order;

/** What the journal keeps of an order before its run. */
final class Beginnings {
    private Beginnings() {}

    static Begun of(Admit admitted) {
        Order order = admitted.order();
        Grant grant = order.grant();
        return new Begun(
                order.session(),
                order.intentId(),
                order.intent(),
                order.fromAint(),
                order.intentHash(),
                order.payloadHash(),
                order.origin(),
                order.principal(),
                grant.grantId(),
                grant.postureId(),
                grant.verdictId(),
                grant.posture(),
                admitted.posture().cause(),
                admitted.posture().runtimeMode(),
                order.createdAt(),
                order.screenedAt(),
                grant.issuedAt(),
                order.onBehalfOf());
    }
}
