package dev.airlock.snaft.shell;

import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import dev.airlock.snaft.shell.RuleDesk.Offered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every set of custom rules that was ever put on the topic, judged as snaft judges it when it starts.
 *
 * @param entries in the order of the topic
 */
public record RuleHistory(List<Entry> entries) {
    /**
     * A record of the topic.
     *
     * @param offset its place
     * @param signed what it says and who says it; empty if it cannot be read or nobody who may has signed it
     * @param refusal why it changed nothing; empty if it came into force
     */
    public record Entry(long offset, Optional<Signed<RuleSet>> signed, Optional<String> refusal) {}

    public RuleHistory {
        entries = List.copyOf(entries);
    }

    /** Reads all there is. */
    public static RuleHistory read(Bus bus, KeyRing ring) throws BusUnreachable {
        List<Inbound> records = new ArrayList<>();
        for (int partition = 0; partition < Topic.RULES.partitions(); partition++) {
            Replay.partition(bus, Station.CONSOLE, Topic.RULES, partition, records::add);
        }
        var desk = new RuleDesk();
        return new RuleHistory(
                records.stream().map(record -> entry(record, ring, desk)).toList());
    }

    private static Entry entry(Inbound record, KeyRing ring, RuleDesk desk) {
        return switch (Codecs.RULE_SET.open(record.value(), ring)) {
            case Malformed<Signed<RuleSet>>(String reason) ->
                new Entry(record.offset(), Optional.empty(), Optional.of(reason));
            case Good<Signed<RuleSet>>(Signed<RuleSet> signed) ->
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

    /** The entry that is in force; empty if no set was ever loaded. */
    public Optional<Entry> inForce() {
        return entries.stream().filter(entry -> entry.refusal().isEmpty()).reduce((_, later) -> later);
    }

    /** Why a set would change nothing if it were loaded now; empty if it would come into force. */
    public Optional<String> refusal(RuleSet next) {
        var desk = new RuleDesk();
        entries.stream()
                .filter(entry -> entry.refusal().isEmpty())
                .forEach(entry -> desk.offer(entry.signed().orElseThrow().value()));
        return refusal(desk.offer(next));
    }
}
