package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.Twins;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells suspicion from certainty: reads the records that share a fingerprint once more, and finds those that really share a name. The topic is
 * read from its beginning for every {@value #PLACES_MAX} suspected records; without any it is not read at all. For one thread.
 */
final class Doubles {
    static final int PLACES_MAX = 16_384;

    private final Shelf shelf;
    private final Function<Recorded, Looked> look;
    private final Consumer<AuditFinding> findings;
    private final List<Suspicion> suspicions = new ArrayList<>();
    private int places;

    private record Suspicion(What what, Twins.Group group) {}

    /** By what a token is known; what else it says may be long, and many are kept at once. */
    record Named(RecordPlace place, String id, String due) {
        static Named of(TokenFacts facts) {
            return new Named(facts.place(), facts.token(), facts.due());
        }
    }

    /** What may be there once only. */
    enum What {
        TOKEN_ID(FindingKind.DUPLICATE, Named::id, " has the same token id"),
        INTENT(FindingKind.SECOND_TOKEN, Named::due, " is a token of the same intent");

        private final FindingKind kind;
        private final Function<Named, String> name;
        private final String words;

        What(FindingKind kind, Function<Named, String> name, String words) {
            this.kind = kind;
            this.name = name;
            this.words = words;
        }

        String nameOf(Named token) {
            return name.apply(token);
        }
    }

    Doubles(Shelf shelf, Function<Recorded, Looked> look, Consumer<AuditFinding> findings) {
        this.shelf = shelf;
        this.look = look;
        this.findings = findings;
    }

    /** Suspects these, of which there are at most {@value #PLACES_MAX} and the first. */
    void suspect(What what, Twins.Group group) throws BusUnreachable {
        suspicions.add(new Suspicion(what, group));
        places += group.places().length;
        if (places >= PLACES_MAX) {
            confirm();
        }
    }

    /** Looks at all that is suspected. */
    void confirm() throws BusUnreachable {
        Map<Long, Named> seen = new HashMap<>();
        Map<Integer, List<Long>> wanted = suspicions.stream()
                .flatMapToLong(suspicion -> Arrays.stream(suspicion.group().places()))
                .boxed()
                .distinct()
                .collect(Collectors.groupingBy(Spool::partition));
        for (Map.Entry<Integer, List<Long>> partition : wanted.entrySet()) {
            var offsets = partition.getValue().stream().collect(Collectors.toSet());
            shelf.each(Topic.TOKENS, partition.getKey(), record -> {
                long place =
                        Spool.place(record.place().partition(), record.place().offset());
                if (offsets.contains(place)) {
                    look.apply(record).seen().ifPresent(one -> seen.put(place, Named.of(one.facts())));
                }
            });
        }
        suspicions.forEach(suspicion -> tell(suspicion, seen));
        suspicions.clear();
        places = 0;
    }

    private void tell(Suspicion suspicion, Map<Long, Named> seen) {
        Map<String, RecordPlace> first = new HashMap<>();
        for (long place : suspicion.group().places()) {
            Named token = seen.get(place);
            if (token == null) {
                continue;
            }
            RecordPlace before = first.putIfAbsent(suspicion.what().nameOf(token), token.place());
            if (before != null) {
                findings.accept(new AuditFinding(
                        suspicion.what().kind,
                        token.place(),
                        Optional.of(token.id()),
                        "the record at " + before + suspicion.what().words));
            }
        }
    }
}
