package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import dev.airlock.schemas.wire.Spoken;
import java.util.ArrayList;
import java.util.List;

/**
 * Every word on principals that is on the bus, judged as those judge it who follow it.
 *
 * @param kept those on keys that count, oldest first
 * @param takenBack those on delegations that count, oldest first
 * @param refused why each of the others changes nothing, with its place
 * @param principals what follows from those that count
 */
public record PrincipalHistory(
        List<Signed<Principal>> kept, List<Spoken<Revocation>> takenBack, List<String> refused, Principals principals) {
    public PrincipalHistory {
        kept = List.copyOf(kept);
        takenBack = List.copyOf(takenBack);
        refused = List.copyOf(refused);
    }

    /**
     * Reads all there is.
     *
     * @param directory whose operators' words count, and whose keys are no principal's
     * @throws BusUnreachable if there is no progress for 10 s
     */
    public static PrincipalHistory read(Bus bus, KeyRing directory) throws BusUnreachable {
        List<Inbound> records = new ArrayList<>();
        for (int partition = 0; partition < Topic.PRINCIPALS.partitions(); partition++) {
            Replay.partition(bus, Station.CONSOLE, Topic.PRINCIPALS, partition, records::add);
        }
        List<PrincipalWord> kept = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        Principals principals = Principals.none(directory.ids());
        for (Inbound record : records) {
            switch (PrincipalWord.read(record.value(), directory, principals)) {
                case Malformed<PrincipalWord>(String reason) -> refused.add(record + ": " + reason);
                case Good<PrincipalWord>(PrincipalWord word) -> {
                    switch (word.after(principals)) {
                        case Principals.Reading.Refused(String reason) -> refused.add(record + ": " + reason);
                        case Principals.Reading.Kept(Principals now) -> {
                            kept.add(word);
                            principals = now;
                        }
                    }
                }
            }
        }
        return new PrincipalHistory(onKeys(kept), onDelegations(kept), refused, principals);
    }

    private static List<Signed<Principal>> onKeys(List<PrincipalWord> kept) {
        return kept.stream()
                .filter(PrincipalWord.OnKey.class::isInstance)
                .map(word -> ((PrincipalWord.OnKey) word).signed())
                .toList();
    }

    private static List<Spoken<Revocation>> onDelegations(List<PrincipalWord> kept) {
        return kept.stream()
                .filter(PrincipalWord.OnDelegation.class::isInstance)
                .map(word -> ((PrincipalWord.OnDelegation) word).spoken())
                .toList();
    }
}
