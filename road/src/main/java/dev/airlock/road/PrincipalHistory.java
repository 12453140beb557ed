package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import java.util.ArrayList;
import java.util.List;

/**
 * Every word on principals that is on the bus, judged as those judge it who follow it.
 *
 * @param kept those that count, oldest first
 * @param refused why each of the others changes nothing, with its place
 * @param principals what follows from those that count
 */
public record PrincipalHistory(List<Signed<Principal>> kept, List<String> refused, Principals principals) {
    public PrincipalHistory {
        kept = List.copyOf(kept);
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
        List<Signed<Principal>> kept = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        Principals principals = Principals.none(directory.ids());
        for (Inbound record : records) {
            switch (Codecs.PRINCIPAL.open(record.value(), directory)) {
                case Malformed<Signed<Principal>>(String reason) -> refused.add(record + ": " + reason);
                case Good<Signed<Principal>>(Signed<Principal> signed) -> {
                    switch (principals.after(signed.value())) {
                        case Principals.Reading.Refused(String reason) -> refused.add(record + ": " + reason);
                        case Principals.Reading.Kept(Principals now) -> {
                            kept.add(signed);
                            principals = now;
                        }
                    }
                }
            }
        }
        return new PrincipalHistory(kept, refused, principals);
    }
}
