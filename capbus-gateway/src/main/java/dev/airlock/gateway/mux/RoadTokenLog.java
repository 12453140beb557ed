package dev.airlock.gateway.mux;

import dev.airlock.gateway.wire.LastHead;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Replay;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens topic on the bus. A token that may not have arrived ends its sender, so that nothing arrives behind a look at the log. */
final class RoadTokenLog implements TokenLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoadTokenLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Bus bus;
    private final KeyRing ring;
    private Optional<Sender> sender = Optional.empty();

    RoadTokenLog(Bus bus, KeyRing ring) {
        this.bus = bus;
        this.ring = ring;
    }

    @Override
    public Optional<ChainHead> lastHead(ChainName chain) throws BusUnreachable {
        close();
        var last = new LastHead(chain, ring);
        Replay.partition(bus, Station.GATEWAY, Topic.TOKENS, chain.partition(), record -> last.see(record.value()));
        return last.head();
    }

    @Override
    public Optional<String> append(int partition, TokenRecord token, GatewayEvent event) {
        Outbound record = Outbound.to(
                Topic.TOKENS, partition, token.session().getBytes(StandardCharsets.UTF_8), Codecs.TOKEN.encode(token));
        if (sender.isEmpty()) {
            sender = Optional.of(Sender.of(bus, Station.GATEWAY, PATIENCE));
        }
        Delivery delivery = sender.get().send(record).toCompletableFuture().join();
        return switch (delivery) {
            case Delivery.Delivered _ -> {
                tell(event);
                yield Optional.empty();
            }
            case Delivery.TooLarge(int bytes, int most) ->
                throw new IllegalStateException("a token of " + bytes + " bytes; the topic takes " + most);
            case Delivery.Unreachable(String reason, boolean _) -> {
                close();
                yield Optional.of(reason);
            }
        };
    }

    private void tell(GatewayEvent event) {
        byte[] key = Posture.FLEET.getBytes(StandardCharsets.UTF_8);
        var _ = sender.orElseThrow()
                .send(Outbound.byKey(Topic.EVENTS, key, Codecs.EVENT.encode(event)))
                .thenAccept(delivery -> {
                    if (!(delivery instanceof Delivery.Delivered)) {
                        LOG.warn("event={} lost=\"{}\"", event.eventId(), delivery);
                    }
                });
    }

    @Override
    public void close() {
        sender.ifPresent(Sender::close);
        sender = Optional.empty();
    }
}
