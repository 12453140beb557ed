package dev.airlock.gateway.shell;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.model.Admission;
import java.util.Optional;
import java.util.function.Consumer;

/** What the gateway wrote itself and reads again when it takes over a partition. */
interface OwnTopics {
    /** Every decision of the partition, in order. */
    void admissions(int partition, Consumer<Admission> each) throws BusUnreachable;

    /** The head behind the last token of this chain that is in its partition; empty if there is none. */
    Optional<ChainHead> lastHead(ChainName chain) throws BusUnreachable;
}
