package dev.airlock.gateway.shell;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.gateway.decide.Approvals;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.gateway.model.Decision;
import dev.airlock.gateway.model.Limits;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides once more, for who audits a gateway: with the very gate, over what is recorded. It writes nothing, uses no approval up and remembers no
 * intent. Immutable; any thread.
 */
public final class Retrial {
    private final TreeMap<Instant, Approvals> approvals;

    private Retrial(Map<Instant, Approvals> approvals) {
        this.approvals = new TreeMap<>(approvals);
    }

    /** Where nothing was ever approved. */
    public static Retrial withoutApprovals() {
        return new Retrial(Map.of());
    }

    /**
     * With everything that operators approved.
     *
     * @throws BusUnreachable if the topic cannot be read
     */
    public static Retrial of(Bus bus, KeyRing ring) throws BusUnreachable {
        var history = new TreeMap<Instant, Approvals>();
        for (int partition = 0; partition < Topic.APPROVALS.partitions(); partition++) {
            Replay.partition(bus, Station.CONSOLE, Topic.APPROVALS, partition, record -> {
                if (Codecs.APPROVAL.open(record.value(), ring) instanceof Good<Signed<Approval>>(var signed)) {
                    Approvals before = history.isEmpty()
                            ? Approvals.none()
                            : history.lastEntry().getValue();
                    switch (before.after(
                            signed.value(),
                            signed.keyId().value(),
                            signed.holder().name(),
                            record.appendedAt())) {
                        case Approvals.Reading.Kept(Approvals next) -> history.put(record.appendedAt(), next);
                        case Approvals.Reading.Refused _ -> {
                            // as for every gateway it changes nothing
                        }
                    }
                }
            });
        }
        return new Retrial(history);
    }

    /**
     * What a gateway of the bus decides.
     *
     * @param policies the set that was in force
     * @param limits what its configuration lets a run have
     * @param posture what bound the intent
     * @param usedUp whether the approval of an id was used up by then
     * @param at when it decided
     */
    public Decision decide(
            Authorises policies,
            Limits limits,
            Effective posture,
            Screening screening,
            Predicate<String> usedUp,
            Instant at) {
        return new Gate(limits, Lane.BUS, policies)
                .decide(
                        posture,
                        screening,
                        (screened, bound, now) -> ApprovalWatch.search(
                                known(at),
                                screened,
                                bound,
                                id -> usedUp.test(id)
                                        ? Optional.of("it was used up, and counts once")
                                        : Optional.empty(),
                                now),
                        at);
    }

    private Approvals known(Instant at) {
        var entry = approvals.floorEntry(at);
        return entry == null ? Approvals.none() : entry.getValue();
    }
}
