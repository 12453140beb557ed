package dev.airlock.lane.shell;

import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.time.Instant;

/** What the tokens topic holds of intents of our lane that could still be fresh: nothing that was run before a start is run again. */
final class FreshOnTheBus {
    private FreshOnTheBus() {}

    /** Reads the last minutes of every partition. */
    static void look(Bus bus, OwnKeys keys, Memory memory) throws BusUnreachable {
        Instant from = memory.freshSince();
        for (int partition : Chains.partitions()) {
            Replay.since(bus, Station.LANE, Topic.TOKENS, partition, from, record -> see(record, keys, memory));
        }
    }

    /** Tokens are not verified here: one that somebody forged keeps an intent from being run, and lets none in. */
    private static void see(Inbound record, OwnKeys keys, Memory memory) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)
                && keys.named(token).isPresent()
                && OnTheBus.isFast(token)) {
            memory.took(token.key(), record.appendedAt());
        }
    }
}
