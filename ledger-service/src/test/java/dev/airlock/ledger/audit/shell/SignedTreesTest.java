package dev.airlock.ledger.audit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PartitionTree;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.CheckpointRecord;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorded topic against the heads that the ledger signed of it. Nobody else remembers anything in these tests. */
class SignedTreesTest {
    private static final TreeHash ELSEWHERE = TreeHash.of(new byte[TreeHash.BYTES]);

    @TempDir
    private Path scratch;

    private final Town town = Town.of(36);
    private final int partition = town.tokens.getFirst().link().chain().partition();
    private final int size = town.shelf.records(Topic.TOKENS, partition).size();

    private AuditReport audit(Shelf shelf, List<PartitionTree> earlier) throws Exception {
        var wish = new AuditWish(Selection.ALL, Optional.empty(), List.of(), earlier, scratch, Optional.empty());
        return new Auditor(shelf, Town.RING, wish, Progress.NONE, Auditor::alone).report(InstantSource.system());
    }

    private List<AuditFinding> found(Shelf shelf, FindingKind kind) throws Exception {
        return audit(shelf, List.of()).findings().listed().stream()
                .filter(finding -> finding.kind() == kind)
                .toList();
    }

    private static RecordPlace head(int number) {
        return new RecordPlace(Topic.CHECKPOINTS, 0, number * 10L);
    }

    @Test
    void heads_that_sign_the_tokens_verify_however_often_they_are_told() throws Exception {
        Signing.heads(town.shelf, 2);
        Signing.heads(town.shelf, 3);
        AuditReport report = audit(town.shelf, List.of());
        assertThat(report.findings().listed()).isEmpty();
        assertThat(report.signedHeads()).isGreaterThan(12);
        assertThat(report.covered()).isEqualTo(36);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void tokens_under_no_head_are_counted_and_are_no_finding() throws Exception {
        Signing.add(town.shelf, Signing.honest(town.shelf, partition, size - 1));
        AuditReport report = audit(town.shelf, List.of());
        assertThat(report.verifies()).isTrue();
        assertThat(report.covered()).isEqualTo(size - 1L);
        assertThat(report.trees().get(partition).size()).isEqualTo(size);
    }

    @Test
    void a_record_that_was_changed_below_a_head_is_found_between_two_records() throws Exception {
        Signing.heads(town.shelf, 2);
        List<Recorded> records = new ArrayList<>(town.shelf.records(Topic.TOKENS, partition));
        Recorded old = records.get(2);
        records.set(2, new Recorded(old.place(), old.appended(), old.key(), "another".getBytes(UTF_8)));
        List<AuditFinding> found = found(town.shelf.withTokens(all(records)), FindingKind.OTHER_TREE);
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.place().topic()).isEqualTo(Topic.CHECKPOINTS);
            assertThat(finding.text())
                    .contains("over the first 4 records of TOKENS-" + partition)
                    .contains("as far as " + records.get(1).place()
                            + " they are what was signed, and not behind it as far as "
                            + records.get(3).place());
        });
    }

    @Test
    void a_topic_that_was_cut_below_a_signed_head_is_truncated_though_no_chain_misses_anything() throws Exception {
        Signing.heads(town.shelf, 5);
        List<Recorded> records = town.shelf.records(Topic.TOKENS, partition);
        List<AuditFinding> found =
                found(town.shelf.withTokens(all(records.subList(0, size - 1))), FindingKind.TRUNCATED);
        assertThat(found).singleElement().satisfies(finding -> assertThat(finding.text())
                .isEqualTo("signs " + size + " records of TOKENS-" + partition + ", and there are " + (size - 1)
                        + ", the last at " + records.get(size - 2).place()));
        assertThat(found(town.shelf.withTokens(all(List.of())), FindingKind.TRUNCATED))
                .isNotEmpty();
    }

    @Test
    void two_heads_of_one_size_are_an_equivocation_within_the_topic_and_beyond_it() throws Exception {
        Signing.add(town.shelf, Signing.honest(town.shelf, partition, 3));
        Signing.add(town.shelf, Signing.head(partition, 3, ELSEWHERE, Town.LEDGER));
        assertThat(found(town.shelf, FindingKind.EQUIVOCATION)).singleElement().satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(head(1));
            assertThat(finding.text()).contains("and the head at CHECKPOINTS-0@0 the root");
        });
        Town other = Town.of(36);
        Signing.add(other.shelf, Signing.head(partition, 900, ELSEWHERE, Town.LEDGER));
        Signing.add(other.shelf, Signing.head(partition, 900, TreeHash.EMPTY_TREE, Town.LEDGER));
        AuditReport report = audit(other.shelf, List.of());
        assertThat(report.findings().counts())
                .containsOnly(Map.entry(FindingKind.EQUIVOCATION, 1L), Map.entry(FindingKind.TRUNCATED, 1L));
    }

    @Test
    void a_head_that_a_later_one_does_not_follow_is_an_equivocation() throws Exception {
        Signing.add(town.shelf, Signing.head(partition, 2, ELSEWHERE, Town.LEDGER));
        Signing.add(town.shelf, Signing.head(partition, 3, ELSEWHERE, Town.LEDGER));
        Signing.add(town.shelf, Signing.honest(town.shelf, partition, 4));
        AuditReport report = audit(town.shelf, List.of());
        assertThat(report.findings().counts()).containsOnly(Map.entry(FindingKind.EQUIVOCATION, 1L));
        assertThat(report.findings().first().orElseThrow()).satisfies(finding -> {
            assertThat(finding.place()).isEqualTo(head(0));
            assertThat(finding.text())
                    .contains("over the first 2 records", "the head at CHECKPOINTS-0@20 of 4 records rests on")
                    .endsWith("1 heads behind it do not agree either");
        });
    }

    @Test
    void the_head_of_a_stranger_one_that_is_altered_beside_its_note_and_noise_are_findings_and_count_for_nothing()
            throws Exception {
        CheckpointRecord honest = Signing.honest(town.shelf, partition, 3);
        Signing.add(town.shelf, Signing.head(partition, 3, ELSEWHERE, Town.STRANGER));
        Signing.add(town.shelf, Signing.head(partition, 3, ELSEWHERE, Town.EXECUTOR));
        Signing.add(
                town.shelf,
                new CheckpointRecord(
                        honest.log(), honest.partition(), 2, honest.root(), 20, honest.at(), honest.note()));
        town.shelf.add(Topic.CHECKPOINTS, 0, Signing.AT, new byte[] {1, 2, 3});
        AuditReport report = audit(town.shelf, List.of());
        assertThat(report.findings().counts())
                .containsOnly(
                        Map.entry(FindingKind.FOREIGN_HEAD, 2L),
                        Map.entry(FindingKind.ALTERED, 1L),
                        Map.entry(FindingKind.NO_HEAD, 1L));
        assertThat(report.findings().listed())
                .extracting(AuditFinding::place)
                .containsExactly(head(0), head(1), head(2), head(3));
        assertThat(report.signedHeads()).isZero();
    }

    @Test
    void a_note_whose_root_was_exchanged_has_a_bad_signature() throws Exception {
        CheckpointRecord honest = Signing.honest(town.shelf, partition, 3);
        String note = honest.note().lines().toList().get(2);
        Signing.add(
                town.shelf,
                new CheckpointRecord(
                        honest.log(),
                        honest.partition(),
                        honest.size(),
                        honest.root(),
                        honest.nextOffset(),
                        honest.at(),
                        honest.note().replace(note, ELSEWHERE.base64())));
        assertThat(audit(town.shelf, List.of()).findings().counts()).containsOnly(Map.entry(FindingKind.SIGNATURE, 1L));
    }

    @Test
    void what_an_earlier_audit_saw_must_still_be_there() throws Exception {
        List<PartitionTree> earlier = audit(town.shelf, List.of()).trees();
        assertThat(audit(Town.of(50).shelf, earlier).verifies()).isTrue();
        assertThat(audit(Town.of(30).shelf, earlier).findings().counts()).containsOnlyKeys(FindingKind.TRUNCATED);
        List<Recorded> records = new ArrayList<>(town.shelf.records(Topic.TOKENS, partition));
        records.set(
                0,
                new Recorded(
                        records.get(0).place(),
                        records.get(0).appended(),
                        records.get(0).key(),
                        new byte[4]));
        assertThat(audit(town.shelf.withTokens(all(records)), earlier)
                        .findings()
                        .listed())
                .filteredOn(finding -> finding.kind() == FindingKind.OTHER_TREE)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.place()).isEqualTo(records.getLast().place());
                    assertThat(finding.text()).startsWith("an earlier audit saw the root ");
                });
    }

    @Test
    void the_heads_alone_find_every_mutation_of_what_they_cover() throws Exception {
        Signing.heads(town.shelf, 1);
        Map<Integer, List<Recorded>> before = all(town.shelf.records(Topic.TOKENS, partition));
        var mutations = new Mutations(town, new Random(7));
        int changed = 0;
        for (Mutation.Kind kind : Mutation.Kind.values()) {
            for (int round = 0; round < 4; round++) {
                Mutation mutation = mutations.next(kind);
                if (covered(before, mutation.tokens())) {
                    continue;
                }
                changed++;
                assertThat(audit(town.shelf.withTokens(mutation.tokens()), List.of())
                                .findings()
                                .counts())
                        .as(mutation.what())
                        .containsAnyOf(
                                Map.entry(FindingKind.OTHER_TREE, 1L),
                                Map.entry(FindingKind.OTHER_TREE, 2L),
                                Map.entry(FindingKind.TRUNCATED, 1L));
            }
        }
        assertThat(changed).isGreaterThan(40);
    }

    /** Whether the records that the heads cover are all as they were: only more came behind them, or nothing but keys and times of records changed. */
    private static boolean covered(Map<Integer, List<Recorded>> before, Map<Integer, List<Recorded>> now) {
        for (Map.Entry<Integer, List<Recorded>> one : before.entrySet()) {
            List<Recorded> then = one.getValue();
            List<Recorded> there = now.getOrDefault(one.getKey(), List.of());
            for (int at = 0; at < then.size(); at++) {
                if (at >= there.size()
                        || !Arrays.equals(then.get(at).value(), there.get(at).value())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** All partitions as they are, but this one. */
    private Map<Integer, List<Recorded>> all(List<Recorded> records) {
        Map<Integer, List<Recorded>> all = new HashMap<>();
        for (int other = 0; other < Topic.TOKENS.partitions(); other++) {
            all.put(other, new ArrayList<>(town.shelf.records(Topic.TOKENS, other)));
        }
        all.put(partition, new ArrayList<>(records));
        return all;
    }
}
