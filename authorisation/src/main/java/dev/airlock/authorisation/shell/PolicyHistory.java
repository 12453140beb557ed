package dev.airlock.authorisation.shell;

import dev.airlock.authorisation.shell.PolicyDesk.Offered;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every set of policies that was ever put on the topic, judged as a gateway judges it when it starts.
 *
 * @param entries in the order of the topic
 */
public record PolicyHistory(List<Entry> entries) {
    /**
     * A record of the topic.
     *
     * @param offset its place
     * @param signed what it says and who says it; empty if it cannot be read or nobody who may has signed it
     * @param refusal why it changed nothing; empty if it came into force
     */
    public record Entry(long offset, Optional<Signed<PolicySet>> signed, Optional<String> refusal) {}

    public PolicyHistory {
        entries = List.copyOf(entries);
    }

    /** Reads all there is; it needs the engine, and waits for it. */
    public static PolicyHistory read(Bus bus, KeyRing ring, EngineStart start)
            throws BusUnreachable, InterruptedException {
        List<Inbound> records = new ArrayList<>();
        for (int partition = 0; partition < Topic.POLICIES.partitions(); partition++) {
            Replay.partition(bus, Station.CONSOLE, Topic.POLICIES, partition, records::add);
        }
        var desk = new PolicyDesk(start, Duration.ZERO);
        List<Entry> entries = new ArrayList<>();
        for (Inbound record : records) {
            entries.add(entry(record, ring, desk));
        }
        return new PolicyHistory(entries);
    }

    private static Entry entry(Inbound record, KeyRing ring, PolicyDesk desk) throws InterruptedException {
        return switch (Codecs.POLICY_SET.open(record.value(), ring)) {
            case Malformed<Signed<PolicySet>>(String reason) ->
                new Entry(record.offset(), Optional.empty(), Optional.of(reason));
            case Good<Signed<PolicySet>>(Signed<PolicySet> signed) ->
                new Entry(record.offset(), Optional.of(signed), refusal(desk.offer(signed.value())));
        };
    }

    private static Optional<String> refusal(Offered offered) {
        return switch (offered) {
            case Offered.Taken _ -> Optional.empty();
            case Offered.Known() -> Optional.of("it is a copy of the one before");
            case Offered.Refused(String reason) -> Optional.of(reason);
        };
    }

    /** The entry that is in force; empty if the release's own set is. */
    public Optional<Entry> inForce() {
        return entries.stream().filter(entry -> entry.refusal().isEmpty()).reduce((_, later) -> later);
    }
}
