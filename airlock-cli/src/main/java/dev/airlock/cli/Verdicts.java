package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;

/** An operator's verdicts on their way to the bus. */
final class Verdicts {
    private Verdicts() {}

    /** Signs and sends; returns when all replicas have it. */
    static void send(Reach reach, Verdict verdict, SigningKey operator) throws Trouble {
        OperatorPost.send(
                reach.bus(),
                Topic.VERDICTS,
                verdict.scope(),
                Codecs.VERDICT.seal(verdict, operator),
                "verdict " + verdict.verdictId());
    }
}
