package dev.airlock.gateway.mux;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.TokenRecord;
import java.util.Optional;

/** The tokens topic as one sealer sees it. For one thread. */
interface TokenLog {
    /** The head behind the last token of this chain; empty if there is none. Nothing of an earlier {@link #append} is under way any more. */
    Optional<ChainHead> lastHead(ChainName chain) throws BusUnreachable;

    /**
     * Writes a token, waits until it is durable, and then tells of it without waiting for that.
     *
     * @param event what operators are to see of it
     * @return why it may not be; then {@link #lastHead} says what is there. Empty if it is
     */
    Optional<String> append(int partition, TokenRecord token, GatewayEvent event);
}
