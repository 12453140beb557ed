package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An operator's verdicts on their way to the bus. */
final class Verdicts {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Verdicts() {}

    /** Signs and sends; returns when all replicas have it. */
    static void send(Reach reach, Verdict verdict, SigningKey operator) throws Trouble {
        byte[] scope = verdict.scope().getBytes(StandardCharsets.UTF_8);
        try (Sender sender = Sender.of(reach.bus(), Station.OPERATOR, PATIENCE)) {
            Delivery delivery = sender.send(
                            Outbound.byKey(Topic.VERDICTS, scope, Codecs.VERDICT.seal(verdict, operator)))
                    .toCompletableFuture()
                    .join();
            if (!(delivery instanceof Delivery.Delivered)) {
                throw new Trouble(
                        Exit.UNAVAILABLE,
                        "verdict " + verdict.verdictId() + " was not taken: " + delivery,
                        "airlock status");
            }
        }
    }
}
