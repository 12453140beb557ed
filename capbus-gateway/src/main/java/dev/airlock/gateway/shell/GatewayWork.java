package dev.airlock.gateway.shell;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.gateway.shell.GatewayMetrics.Tally;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.LogTrace;
import dev.airlock.road.Outbound;
import dev.airlock.road.Step;
import dev.airlock.road.Work;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.posture.Guard;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway's hop: screenings in; for each an admission with its order or its token, or nothing if it was decided before. The
 * chain's head travels as the partition's mark, so tokens, offset and head are committed together or not at all. Where a decision could
 * not be remembered, none is made: the partition waits at that record, and the others go on.
 */
final class GatewayWork implements Work {
    private final Gate gate;
    private final GatewayKeys keys;
    private final int roomFor;
    private final OwnTopics own;
    private final Guard guard;
    private final Ruling.Approvers approvers;
    private final InstantSource clock;
    private final GatewayMetrics metrics;
    private final Map<Integer, Desk> desks = new HashMap<>();

    GatewayWork(
            GatewayConfig config,
            GatewayKeys keys,
            OwnTopics own,
            Guard guard,
            Authorises policies,
            Ruling.Approvers approvers,
            InstantSource clock,
            GatewayMetrics metrics) {
        this.gate = new Gate(config.limits(), Lane.BUS, policies);
        this.keys = keys;
        this.roomFor = config.decidedMax();
        this.own = own;
        this.guard = guard;
        this.approvers = approvers;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public void assigned(int partition, String mark) throws BusUnreachable {
        desks.put(partition, Desk.takeOver(chain(partition), mark, own, roomFor));
    }

    @Override
    public void revoked(int partition) {
        desks.remove(partition);
    }

    @Override
    public Step step(int partition, List<Inbound> records) {
        Desk desk = desks.get(partition);
        var outputs = new ArrayList<Outbound>();
        for (int taken = 0; taken < records.size(); taken++) {
            Inbound record = records.get(taken);
            try (LogTrace _ = record.traced()) {
                Optional<List<Outbound>> ruled =
                        new Ruling(gate, keys, desk, guard, approvers, clock.instant()).on(record);
                if (ruled.isEmpty()) {
                    return new Step(outputs, desk.head().text(), Optional.of(new Step.Left(taken, desk.fullReason())));
                }
                ruled.get().forEach(output -> outputs.add(output.after(record)));
            }
        }
        return new Step(outputs, desk.head().text());
    }

    @Override
    public void committed(int partition) {
        Tally tally = desks.get(partition).takeTally();
        metrics.add(tally);
    }

    @Override
    public void rolledBack(int partition, String mark) throws BusUnreachable {
        desks.put(partition, desks.get(partition).rolledBack(chain(partition), mark, own, roomFor));
    }

    private ChainName chain(int partition) {
        return new ChainName(keys.gateway().id(), Lane.BUS, partition);
    }
}
