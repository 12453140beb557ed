package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.decide.PostureCheck;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.Selection;
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

/** Whatever is done to a recorded topic, the audit finds it and names the record. */
class MutationTest {
    private static final int MUTATIONS = 10_080;
    private static final long SEED = 20_261_128;

    @TempDir
    private Path scratch;

    private final Town town = Town.of(36);
    private final Set<Recorded> originals = originals(town);

    /** What was looked at once: most records of a changed topic are the very same objects. */
    private final Map<Recorded, Looked> known = Collections.synchronizedMap(new IdentityHashMap<>());

    @Test
    void the_topic_as_it_is_verifies() throws Exception {
        AuditReport report = audit(town.shelf);
        assertThat(report.findings().listed()).isEmpty();
        assertThat(report.verifies()).isTrue();
        assertThat(report.tokens()).isEqualTo(36);
        assertThat(report.heads()).hasSizeGreaterThan(5);
    }

    @Test
    void each_of_ten_thousand_mutations_is_found_and_the_finding_names_the_record() throws Exception {
        var random = new Random(SEED);
        List<Mutation.Spot> spots = Mutation.spots(town);
        List<Mutation.Kind> kinds = List.of(Mutation.Kind.values());
        Map<Mutation.Kind, Integer> counts = new EnumMap<>(Mutation.Kind.class);
        for (int number = 0; number < MUTATIONS; number++) {
            Mutation.Kind kind = kinds.get(number % kinds.size());
            Mutation mutation = Mutation.of(town, spots, kind, random);
            AuditReport report = audit(town.shelf.withTokens(mutation.tokens()));
            assertThat(report.findings().listed())
                    .as("seed %d, mutation %d: %s %s", SEED, number, kind, mutation.what())
                    .anySatisfy(finding -> assertThat(mutation.names()).contains(finding.place()));
            assertThat(report.findings().first().map(AuditFinding::place))
                    .as("the first bad record of mutation %d: %s", number, mutation.what())
                    .isPresent();
            counts.merge(kind, 1, Integer::sum);
        }
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isEqualTo(MUTATIONS / counts.size()));
        assertThat(counts).hasSize(kinds.size());
    }

    private AuditReport audit(Shelf shelf) throws Exception {
        var wish = new AuditWish(Selection.ALL, Optional.empty(), town.heads(), scratch, Optional.empty());
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
