package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.Findings;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.ledger.audit.wire.Facts;
import dev.airlock.ledger.audit.wire.ReportText;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.road.Placement;
import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.wire.Codecs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditorTest {
    @TempDir
    private Path scratch;

    private AuditReport audit(Shelf shelf, Selection selection, Optional<String> family, List<ChainHead> heads)
            throws Exception {
        var wish = new AuditWish(selection, family, heads, scratch, Optional.empty());
        return new Auditor(shelf, Town.RING, wish, Progress.NONE, Auditor::alone).report(InstantSource.system());
    }

    private AuditReport audit(Town town) throws Exception {
        return audit(town.shelf, Selection.ALL, Optional.empty(), town.heads());
    }

    @Test
    void a_whole_topic_verifies_and_is_counted() throws Exception {
        AuditReport report = audit(Town.of(60));
        assertThat(report.findings().listed()).isEmpty();
        assertThat(report.verifies()).isTrue();
        assertThat(report.records()).isEqualTo(60);
        assertThat(report.selected()).isEqualTo(60);
        assertThat(report.chart().endings().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(60);
        assertThat(report.chart().endings()).containsKeys(Ending.COMPLETED, Ending.REFUSED, Ending.VIOLATION);
        assertThat(report.chart().calls()).singleElement().satisfies(call -> assertThat(call.name())
                .isEqualTo("sys_socket"));
        assertThat(report.chart().agents()).hasSize(3);
        assertThat(report.compared()).isEqualTo(report.heads().size());
    }

    @Test
    void an_empty_topic_verifies_unless_somebody_remembers_a_token() throws Exception {
        assertThat(audit(Town.of(0)).verifies()).isTrue();
        AuditReport report = audit(
                Town.of(0).shelf, Selection.ALL, Optional.empty(), Town.of(8).heads());
        assertThat(report.findings().counts()).containsOnlyKeys(FindingKind.TRUNCATED);
        assertThat(report.verifies()).isFalse();
    }

    @Test
    void a_selection_changes_what_is_counted_and_not_what_is_verified() throws Exception {
        Town town = Town.of(40);
        town.shelf.add(Topic.TOKENS, 0, Town.at(50, 0), new byte[] {1, 2, 3});
        AuditReport report = audit(
                town.shelf,
                new Selection(
                        Optional.of(Town.at(10, 0)),
                        Optional.of(Town.at(30, 0)),
                        Optional.of("session-2"),
                        Optional.of("local")),
                Optional.empty(),
                List.of());
        assertThat(report.tokens()).isEqualTo(40);
        assertThat(report.selected()).isEqualTo(4);
        assertThat(report.findings().counts()).containsOnly(Map.entry(FindingKind.SCHEMA, 1L));
        assertThat(report.verifies()).isFalse();
    }

    @Test
    void bytes_of_anybody_are_findings_and_never_stop_it() throws Exception {
        Town town = Town.of(20);
        for (int number = 0; number < Findings.LISTED_MAX + 500; number++) {
            byte[] noise = new byte[number % 90];
            new Random(number).nextBytes(noise);
            town.shelf.add(Topic.TOKENS, number % Topic.TOKENS.partitions(), Town.at(60, 0), noise);
        }
        AuditReport report = audit(town);
        assertThat(report.tokens()).isEqualTo(20);
        assertThat(report.findings().total()).isEqualTo(Findings.LISTED_MAX + 500);
        assertThat(report.findings().listed()).hasSize(Findings.LISTED_MAX);
        assertThat(report.findings().unlisted()).isEqualTo(500);
    }

    @Test
    void a_copy_in_another_partition_is_misplaced_a_duplicate_and_a_second_token() throws Exception {
        Town town = Town.of(20);
        var token = town.tokens.getFirst();
        int other = (token.link().chain().partition() + 1) % Topic.TOKENS.partitions();
        town.shelf
                .records(Topic.TOKENS, other)
                .add(new Recorded(RecordPlace.token(other, 999), Town.at(0, 905), Optional.empty(), Town.bytes(token)));
        AuditReport report = audit(town);
        assertThat(report.findings().counts())
                .containsKeys(FindingKind.MISPLACED, FindingKind.DUPLICATE, FindingKind.SECOND_TOKEN);
        assertThat(report.findings().listed())
                .filteredOn(finding -> finding.kind() == FindingKind.SECOND_TOKEN)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .startsWith("the record at TOKENS-")
                        .endsWith(" is a token of the same intent"));
    }

    @Test
    void a_flood_of_copies_is_counted_whole() throws Exception {
        Town town = Town.of(6);
        var token = town.tokens.getFirst();
        int copies = Doubles.PLACES_MAX + 40;
        byte[] bytes = Town.bytes(token);
        for (int copy = 0; copy < copies; copy++) {
            town.shelf.add(Topic.TOKENS, token.link().chain().partition(), Town.at(0, 906), bytes);
        }
        var wish = new AuditWish(Selection.ALL, Optional.empty(), List.of(), scratch, Optional.empty());
        // A copy is looked at no more than it takes to know it: its signature was verified with the first.
        AuditReport report = new Auditor(town.shelf, Town.RING, wish, Progress.NONE, (ring, postures) -> {
                    Function<Recorded, Looked> look = Auditor.alone(ring, postures);
                    return record ->
                            record.appended().equals(Town.at(0, 906)) ? looked(token, record) : look.apply(record);
                })
                .report(InstantSource.system());
        assertThat(report.findings().counts())
                .containsEntry(FindingKind.SECOND_TOKEN, (long) copies)
                .containsEntry(FindingKind.DUPLICATE, (long) copies);
    }

    private static Looked looked(Token token, Recorded record) {
        var facts = Facts.of(token, Town.RING, KeyTerms.places(Town.RING), record.place(), record.appended());
        return new Looked(
                record.place(), LogEntry.of(token).leaf(), Optional.of(new Looked.Seen(token, facts)), List.of());
    }

    @Test
    void a_stale_posture_and_one_that_policy_never_signed_are_found() throws Exception {
        Town town = Town.of(30);
        town.shelf.add(
                Topic.POSTURES, 0, Town.at(2, 0), Codecs.POSTURE.seal(Town.posture("forged", 2, -2), Town.STRANGER));
        assertThat(audit(town).verifies())
                .as("what a stranger signed replaces nothing")
                .isTrue();
        town.shelf.add(
                Topic.POSTURES, 0, Town.at(2, 0), Codecs.POSTURE.seal(Town.posture("posture-2", 2, -2), Town.POLICY));
        AuditReport report = audit(town);
        assertThat(report.findings().counts()).containsOnlyKeys(FindingKind.STALE_POSTURE);
        assertThat(report.findings().total()).isGreaterThan(10);
    }

    @Test
    void a_posture_that_is_dated_otherwise_than_it_was_recorded_is_told_at_its_record() throws Exception {
        Town town = Town.of(8);
        town.shelf.add(
                Topic.POSTURES, 0, Town.at(90, 0), Codecs.POSTURE.seal(Town.posture("posture-2", 2, 30), Town.POLICY));
        AuditFinding finding = audit(town).findings().first().orElseThrow();
        assertThat(finding.kind()).isEqualTo(FindingKind.BACK_DATED);
        assertThat(finding.place().topic()).isEqualTo(Topic.POSTURES);
    }

    @Test
    void what_policys_key_signed_after_it_was_stolen_counts_for_nothing() throws Exception {
        Town town = Town.of(8);
        town.shelf.add(
                Topic.POSTURES, 0, Town.at(2, 0), Codecs.POSTURE.seal(Town.posture("posture-2", 2, -2), Town.POLICY));
        Map<KeyId, Holder> holders = new HashMap<>();
        Town.RING.ids().forEach(id -> holders.put(id, Town.RING.holder(id).orElseThrow()));
        KeyRing ring = KeyRing.of(
                holders,
                Map.of(
                        Town.POLICY.id(),
                        KeyTerm.ALWAYS.revoked(
                                new KeyTerm.Revocation(Town.at(1, 0), KeyTerm.Why.COMPROMISED, "stolen"))));
        var wish = new AuditWish(Selection.ALL, Optional.empty(), List.of(), scratch, Optional.empty());
        AuditReport report =
                new Auditor(town.shelf, ring, wish, Progress.NONE, Auditor::alone).report(InstantSource.system());
        assertThat(report.findings().listed()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.KEY_OUT_OF_TERM);
            assertThat(finding.place().topic()).isEqualTo(Topic.POSTURES);
        });
    }

    @Test
    void who_refuses_is_who_has_sealed_and_not_what_the_token_calls_its_sealer() {
        int partition = Placement.of("session-1", Topic.TOKENS.partitions());
        var refusal = Town.content(3, "session-1", true, Lane.BUS);
        assertThat(facts(Town.of(0).seal(refusal, Town.GATEWAY, Lane.BUS, partition))
                        .gatewayRefuses())
                .isTrue();
        assertThat(facts(Town.of(0).seal(refusal, Town.EXECUTOR, Lane.BUS, partition))
                        .gatewayRefuses())
                .isFalse();
    }

    private static TokenFacts facts(Token token) {
        return Facts.of(token, Town.RING, KeyTerms.places(Town.RING), RecordPlace.token(0, 0), Town.START);
    }

    @Test
    void however_many_partitions_a_sealer_names_an_audit_has_one_end_for_its_chain() throws Exception {
        Town town = Town.of(0);
        int partition = Placement.of("session-1", Topic.TOKENS.partitions());
        for (int named = 0; named < 100; named++) {
            var content = Town.content(named, "session-1", false, Lane.BUS);
            town.append(town.seal(content, Town.EXECUTOR, Lane.BUS, named), partition);
        }
        AuditReport report = audit(town.shelf, Selection.ALL, Optional.empty(), List.of());
        assertThat(report.heads()).hasSize(1);
        assertThat(report.findings().counts()).containsOnly(Map.entry(FindingKind.MISPLACED, 99L));
    }

    @Test
    void however_long_a_finding_is_little_of_it_is_kept() {
        var finding = new AuditFinding(
                FindingKind.SCHEMA, RecordPlace.token(0, 0), Optional.empty(), "\uD83D\uDE00".repeat(1_000_000));
        assertThat(finding.text())
                .hasSizeLessThanOrEqualTo(AuditFinding.TEXT_MAX)
                .endsWith("\uDE00 ...");
    }

    @Test
    void more_names_than_the_memory_holds_go_to_files_that_have_no_name() throws Exception {
        try (var spool = new Spool(new Scratch(scratch), new byte[16])) {
            int count = SortedSpool.HELD_MAX * 6;
            for (int number = 0; number < count; number++) {
                spool.add("name-" + number, number % 8, number);
            }
            spool.add("name-77", 2, 123_456_789_012L);
            spool.add("name-70000", 7, 5);
            List<long[]> groups = new ArrayList<>();
            spool.groups(100, group -> groups.add(group.places()));
            assertThat(groups)
                    .containsExactlyInAnyOrder(
                            new long[] {Spool.place(2, 123_456_789_012L), Spool.place(5, 77)},
                            new long[] {Spool.place(0, 70_000), Spool.place(7, 5)});
            assertThat(Spool.offset(groups.getFirst()[0])).isPositive();
            assertThat(spool.files()).isPositive();
            assertThat(scratch).isEmptyDirectory();
        }
    }

    @Test
    void a_flood_of_one_name_takes_no_more_memory_than_other_names_and_is_handed_on_whole() throws Exception {
        try (var spool = new Spool(new Scratch(scratch), new byte[16])) {
            int count = SortedSpool.HELD_MAX * 6;
            for (int number = 0; number < count; number++) {
                spool.add("one name", 3, number);
                assertThat(spool.held()).isLessThan(SortedSpool.HELD_MAX + SortedSpool.RUNS_MAX);
            }
            List<Integer> sizes = new ArrayList<>();
            spool.groups(1_000, group -> {
                assertThat(Spool.offset(group.places()[0])).isZero();
                sizes.add(group.places().length - 1);
            });
            assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(count - 1);
            assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, 1_000));
        }
    }

    @Test
    void the_end_of_a_fast_lane_that_nobody_remembers_is_told_with_what_lets_it_be_compared() throws Exception {
        Town town = Town.of(60);
        List<ChainHead> fast = town.heads().stream()
                .filter(head -> head.chain().lane() == Lane.FAST)
                .toList();
        assertThat(fast).hasSizeGreaterThan(1);
        List<ChainHead> known = town.heads().stream()
                .filter(head -> !head.equals(fast.getFirst()))
                .toList();
        AuditReport report = audit(town.shelf, Selection.ALL, Optional.empty(), known);
        assertThat(report.uncompared()).singleElement().satisfies(end -> {
            assertThat(end.head()).isEqualTo(fast.getFirst().text());
            assertThat(end)
                    .hasToString("the fast lane of " + Town.EXECUTOR.id().value() + " in TOKENS-"
                            + fast.getFirst().chain().partition());
        });
        assertThat(ReportText.of(report))
                .contains(
                        "not compared: the end of " + report.uncompared().getFirst() + "; its last tokens may be gone")
                .anySatisfy(line -> assertThat(line).contains("airlock acls").contains("--against"))
                .anySatisfy(line -> assertThat(line).startsWith("VERIFIED but for 1 end of fast lanes: "));
        assertThat(audit(town).uncompared()).isEmpty();
        assertThat(audit(town.shelf, Selection.ALL, Optional.empty(), List.of()).uncompared())
                .as("one line for each, and none for the bus, whose sealers' marks anybody who may audit may see")
                .hasSameSizeAs(fast);
    }

    @Test
    void the_family_is_the_wanted_tokens_or_the_first_violations() throws Exception {
        Town town = Town.of(40);
        var wanted = town.tokens.get(20);
        var report = audit(town.shelf, Selection.ALL, Optional.of("intent-20"), List.of());
        assertThat(report.family().orElseThrow().token().token())
                .isEqualTo(wanted.id().value());
        assertThat(report.family().orElseThrow().before())
                .allSatisfy(facts -> assertThat(facts.link().sealer())
                        .isEqualTo(wanted.signer().value()));
        assertThat(audit(town).family().orElseThrow().token().ending()).isEqualTo(Ending.VIOLATION);
        assertThat(audit(town.shelf, Selection.ALL, Optional.of("nobody"), List.of())
                        .family())
                .isEmpty();
    }

    @Test
    void a_finding_reads_as_record_token_and_reason() throws Exception {
        Town town = Town.of(12);
        var partition = town.tokens.getFirst().link().chain().partition();
        town.shelf.records(Topic.TOKENS, partition).removeFirst();
        AuditFinding first = audit(town).findings().first().orElseThrow();
        assertThat(first.toString())
                .matches("TOKENS-" + partition
                        + "@\\d+, token 018f0000-[0-9a-f-]+: a (gap|beginning that is missing): .*");
        assertThat(first.kind()).isIn(FindingKind.BEGINNING_MISSING, FindingKind.GAP);
    }

    /** An intent that came to a fast lane has a token by one key and a token by another. */
    private AuditReport twice(String formerName) throws Exception {
        SigningKey former = Town.key(8);
        Town town = Town.of(0);
        int partition = Placement.of("session-1", Topic.TOKENS.partitions());
        var first = Town.content(1, "session-1", false, Lane.FAST);
        var second = Mutations.again(first, new TokenId("018f0000-0000-7000-9000-000000000002"), Town.at(2, 0));
        town.append(town.seal(first, former, Lane.FAST, partition), partition);
        town.append(town.seal(second, Town.EXECUTOR, Lane.FAST, partition), partition);
        KeyRing ring = KeyRing.of(Map.of(
                former.id(), new Holder(KeyRole.EXECUTOR, formerName),
                Town.EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor"),
                Town.POLICY.id(), new Holder(KeyRole.POLICY, "policy")));
        var wish = new AuditWish(Selection.ALL, Optional.empty(), List.of(), scratch, Optional.empty());
        return new Auditor(town.shelf, ring, wish, Progress.NONE, Auditor::alone).report(InstantSource.system());
    }

    @Test
    void a_second_token_of_a_fast_lanes_intent_is_one_though_the_lanes_key_was_rotated_between_them() throws Exception {
        String digits = Town.key(8).id().value().split(":", 2)[1].substring(0, 12);
        assertThat(twice("executor@was-" + digits).findings().counts())
                .containsOnly(Map.entry(FindingKind.SECOND_TOKEN, 1L));
        assertThat(twice("executor@host2").findings().listed())
                .as("another node's intent of that name is another intent")
                .isEmpty();
        assertThat(twice("executor@host2.was-" + digits).findings().listed()).isEmpty();
        assertThat(twice("executor@was-0123456789ab").findings().listed())
                .as("only the key itself has the name of a former key")
                .isEmpty();
    }
}
