package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.decide.PostureCheck;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to a recorded topic, the audit finds it, and the first that it finds is the record. Ends of chains are remembered as
 * production does, in the offsets that sealers commit: of those who sealed in a partition of the bus before its last executor nobody remembers the end, and
 * only a head that the ledger signed shows that it is gone.
 */
class MutationTest {
    private static final int MUTATIONS_OF_A_KIND = 720;
    private static final long SEED = 20_261_128;

    @TempDir
    private Path scratch;

    private final Town town = Town.of(36);
    private final Town signed = signed();
    private final Set<Recorded> originals = originals(town);

    /** What was looked at once: most records of a changed topic are the very same objects. */
    private final Map<Recorded, Looked> known = Collections.synchronizedMap(new IdentityHashMap<>());

    private static Town signed() {
        Town town = Town.of(36);
        Signing.heads(town.shelf, 1);
        return town;
    }

    @Test
    void the_topic_as_it_is_verifies() throws Exception {
        AuditReport report = audit(town.shelf);
        assertThat(report.findings().listed()).isEmpty();
        assertThat(report.verifies()).isTrue();
        assertThat(report.tokens()).isEqualTo(36);
        assertThat(report.heads()).hasSizeGreaterThan(town.marks().size());
    }

    @Test
    void the_tokens_that_are_mutated_have_all_that_a_token_can_have() {
        assertThat(EveryField.missing(
                        UnsealedToken.class,
                        town.tokens.stream().map(token -> token.content()).toList()))
                .isEmpty();
        assertThat(EveryField.missing(
                        ChainLink.class,
                        town.tokens.stream().map(token -> token.link()).toList()))
                .isEmpty();
    }

    @Test
    void each_of_ten_thousand_mutations_is_found_and_the_first_finding_names_the_record() throws Exception {
        var mutations = new Mutations(town, new Random(SEED));
        assertThat(mutations.changes())
                .as("each is done once at least by each of the three who change fields")
                .hasSizeBetween(270, MUTATIONS_OF_A_KIND);
        Map<Mutation.Kind, Integer> byHeads = new EnumMap<>(Mutation.Kind.class);
        for (Mutation.Kind kind : Mutation.Kind.values()) {
            for (int number = 0; number < MUTATIONS_OF_A_KIND; number++) {
                Mutation mutation = mutations.next(kind);
                String name = "seed %d, %s %d: %s".formatted(SEED, kind, number, mutation.what());
                AuditReport report = audit(town.shelf.withTokens(mutation.tokens()));
                if (mutation.atAnEnd() && report.verifies()) {
                    byHeads.merge(kind, 1, Integer::sum);
                    signedHeadsFind(mutation, name);
                } else {
                    firstIsTheRecord(mutation, report, name);
                }
            }
        }
        assertThat(byHeads).containsOnlyKeys(Mutation.Kind.FIELD_SIGNED_BY_ITS_SEALER, Mutation.Kind.DROP);
    }

    private static void firstIsTheRecord(Mutation mutation, AuditReport report, String name) {
        AuditFinding first = report.findings().first().orElseThrow(() -> new AssertionError(name));
        assertThat(mutation.names()).as(name).contains(first.place());
        assertThat(report.findings().listed())
                .as(name)
                .filteredOn(finding -> finding.kind() != FindingKind.TRUNCATED)
                .extracting(AuditFinding::place)
                .allSatisfy(place -> assertThat(place).isGreaterThanOrEqualTo(first.place()));
        first.token()
                .ifPresent(token -> assertThat(record(mutation, first.place()).flatMap(Spots::tokenId))
                        .as(name)
                        .contains(token));
    }

    /** A head is at a record of CHECKPOINTS, and says in words at which record the tokens are others than it signs, or behind which none is left. */
    private void signedHeadsFind(Mutation mutation, String name) throws Exception {
        AuditReport report = audit(signed.shelf.withTokens(mutation.tokens()));
        AuditFinding first = report.findings().first().orElseThrow(() -> new AssertionError(name));
        assertThat(first.place().topic()).as(name).isEqualTo(Topic.CHECKPOINTS);
        assertThat(first.text()).as(name).contains(firstOther(mutation));
    }

    /** The first record of the one changed partition that is another than it was; the last that is left where none is. */
    private String firstOther(Mutation mutation) {
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            List<Recorded> before = town.shelf.records(Topic.TOKENS, partition);
            List<Recorded> now = mutation.tokens().get(partition);
            for (int index = 0; index < before.size(); index++) {
                if (index == now.size()) {
                    return index == 0
                            ? "and there are 0"
                            : "the last at " + now.getLast().place();
                }
                if (now.get(index) != before.get(index)) {
                    return index == 0
                            ? "the last of them is " + now.getFirst().place()
                            : "behind it as far as " + now.get(index).place();
                }
            }
        }
        throw new AssertionError("nothing was changed");
    }

    private static Optional<Recorded> record(Mutation mutation, RecordPlace place) {
        return mutation.tokens().get(place.partition()).stream()
                .filter(record -> record.place().equals(place))
                .findFirst();
    }

    private AuditReport audit(Shelf shelf) throws Exception {
        var wish = new AuditWish(Selection.ALL, Optional.empty(), town.marks(), scratch, Optional.empty());
        return new Auditor(shelf, Town.RING, wish, Progress.NONE, this::remembering).report(InstantSource.system());
    }

    private Function<Recorded, Looked> remembering(KeyRing ring, PostureCheck postures) {
        Function<Recorded, Looked> look = Auditor.alone(ring, postures);
        return record -> originals.contains(record) ? known.computeIfAbsent(record, look) : look.apply(record);
    }

    private static Set<Recorded> originals(Town town) {
        Set<Recorded> originals = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            originals.addAll(town.shelf.records(Topic.TOKENS, partition));
        }
        return originals;
    }
}
