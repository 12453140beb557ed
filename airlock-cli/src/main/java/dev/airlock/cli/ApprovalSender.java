package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An operator's approvals on their way to the bus. */
final class ApprovalSender {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ApprovalSender() {}

    /** The name of an operator's key. */
    static String operator(String name) throws Trouble {
        String role = KeyRole.OPERATOR.label();
        if (!name.equals(role) && !name.startsWith(role + "@")) {
            throw new Trouble(Exit.USAGE, "--as is operator or operator@NAME, not " + name, "airlock keys");
        }
        return name;
    }

    /** Signs and sends; returns when all replicas have it. */
    static void send(Reach reach, Approval approval, SigningKey operator) throws Trouble {
        byte[] key = approval.approvalId().getBytes(StandardCharsets.UTF_8);
        try (Sender sender = Sender.of(reach.bus(), Station.OPERATOR, PATIENCE)) {
            Delivery delivery = sender.send(
                            Outbound.byKey(Topic.APPROVALS, key, Codecs.APPROVAL.seal(approval, operator)))
                    .toCompletableFuture()
                    .join();
            if (!(delivery instanceof Delivery.Delivered)) {
                throw new Trouble(
                        Exit.UNAVAILABLE,
                        "approval " + approval.approvalId() + " was not taken: " + delivery,
                        "airlock status");
            }
        }
    }
}
