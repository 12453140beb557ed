package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.wire.Codecs;

/** An operator's approvals on their way to the bus. */
final class ApprovalSender {
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
        OperatorPost.send(
                reach.bus(),
                Topic.APPROVALS,
                approval.approvalId(),
                Codecs.APPROVAL.seal(approval, operator),
                "approval " + approval.approvalId());
    }
}
