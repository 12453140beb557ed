package dev.airlock.policy.shell;

import dev.airlock.policy.decide.Leases;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.policy.model.Standings;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Context;
import java.util.Optional;

/** Policy's leases, and the pulses as policy itself hears them. Lives on the verticle's context. */
final class Voucher implements AutoCloseable {
    private final Surroundings surroundings;
    private final SigningKey key;
    private final Outbox outbox;
    private final Outlook outlook;
    private final Renewal renewal;
    private final Inbox pulses;
    private PulseBoard board;

    /** @param outlook is told of pulses, and of leases that are on the bus */
    Voucher(Context context, Surroundings surroundings, SigningKey key, Outbox outbox, Outlook outlook) {
        PolicyConfig config = surroundings.config();
        this.surroundings = surroundings;
        this.key = key;
        this.outbox = outbox;
        this.outlook = outlook;
        this.renewal = new Renewal(config.leaseEvery());
        this.board =
                PulseBoard.listening(config.pulseTimeout(), surroundings.now().nanos());
        this.pulses = Inbox.open(
                context,
                surroundings,
                each -> Tail.fromEnd(config.bus(), Station.POLICY, Topic.RUNTIME, each),
                this::hear);
    }

    /** The observer buries what cannot be read here. */
    private void hear(Inbound record, Moment received) {
        if (Codecs.PULSE.open(record.value(), surroundings.ring()) instanceof Good<Signed<Pulse>>(var signed)) {
            board = board.replay(signed.value(), received);
            outlook.hears(board);
        }
    }

    boolean caughtUp() {
        return pulses.caughtUp();
    }

    /**
     * Publishes a lease if one is due and nothing is in doubt.
     *
     * @param inTouch whether the verdicts and postures behind {@code standings} are known to be the newest, and incidents can be seen
     */
    void vouch(Standings standings, Moment now, boolean inTouch) {
        PolicyConfig config = surroundings.config();
        surroundings.metrics().tick();
        Optional<Lease> lease = inTouch && pulses.fresh(now, config.viewTimeout())
                ? Leases.decide(standings, board, now, config.leaseTtl())
                : Optional.empty();
        if (lease.isEmpty()) {
            surroundings.metrics().leaseWithheld();
        } else if (!renewal.due(lease.get(), now)) {
            surroundings.metrics().leaseHeld();
        } else {
            surroundings.metrics().leaseIssued();
            renewal.begun(lease.get(), now);
            outbox.send(Topic.LEASES, lease.get().scope(), Codecs.LEASE.seal(lease.get(), key))
                    .onSuccess(delivered -> {
                        renewal.done();
                        if (delivered) {
                            outlook.vouches(lease.get(), now);
                        }
                    });
        }
    }

    @Override
    public void close() {
        pulses.close();
    }
}
