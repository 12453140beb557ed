package dev.airlock.ledger.audit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.decide.ChartBook;
import dev.airlock.ledger.audit.decide.FamilySearch;
import dev.airlock.ledger.audit.decide.FindingBook;
import dev.airlock.ledger.audit.decide.SomeFacts;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PartitionTree;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.ledger.audit.model.TokenProof;
import dev.airlock.ledger.audit.model.UnknownEnd;
import dev.airlock.schemas.model.RefusalKind;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportsTest {
    private static final String MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=y>&lt;\u202e\u0007";

    private static AuditReport report(boolean sound, String agent) {
        var chart = new ChartBook();
        var family = new FamilySearch(Optional.empty());
        var findings = new FindingBook();
        for (int number = 0; number < 200; number++) {
            SomeFacts some = SomeFacts.of(number).agent(number % 3 == 0 ? agent : "agent-" + number % 7);
            TokenFacts facts =
                    switch (number % 9) {
                        case 1 -> some.refused(RefusalKind.POLICY, agent).get();
                        case 4 ->
                            some.ending(Ending.VIOLATION)
                                    .calls("sys_socket", agent)
                                    .get();
                        case 7 -> some.ending(Ending.LIMIT).get();
                        default -> some.get();
                    };
            chart.add(facts);
            family.add(facts);
            if (!sound && number % 50 == 3) {
                findings.add(AuditFinding.of(FindingKind.SIGNATURE, facts, "not by " + agent));
            }
        }
        return new AuditReport(
                SomeFacts.START,
                Duration.ofMillis(1_234),
                new Selection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(agent)),
                205,
                200,
                200,
                List.of("h1:key:bus:3:0:200:n"),
                4,
                sound ? List.of() : List.of(new UnknownEnd("h1:key:fast:3:0:9:n", "ed25519:key", 3)),
                List.of(new PartitionTree(3, 205, "root+3=", 203, 17), new PartitionTree(4, 0, "root+4=", 0, 0)),
                chart.chart(),
                findings.findings(),
                Optional.of(new Redecided(150, sound ? 0 : 1, Map.of("the fast lane keeps no screenings", 49L))),
                family.family());
    }

    @Test
    void the_page_shows_a_tokens_proof_hash_by_hash_with_the_signed_head_and_how_to_check_it() {
        var proof = new TokenProof.Shown(
                "018f0000-0000-7000-8000-000000000004",
                "airlock/main/tokens/3",
                1,
                3,
                "leaf=",
                List.of(new TokenProof.Step(true, "first=", "above="), new TokenProof.Step(false, "second=", "root=")),
                "root=",
                "airlock/main/tokens/3\n3\nroot=\n\n\u2014 airlock/main/tokens/3 c2ln\n\u2014 " + MARKUP + " c2ln\n",
                "ed25519:00=gateway");
        String page = HtmlReport.of(report(true, "agent"), Optional.of(proof));
        assertThat(page)
                .contains("record 1 of <code>airlock/main/tokens/3</code>", "a head of 3 records")
                .contains("with <code>first=</code> on the left: <code>above=</code>")
                .contains("with <code>second=</code> on the right: <code>root=</code>")
                .contains("<pre>airlock/main/tokens/3\n3\nroot=\n\n\u2014 airlock/main/tokens/3 c2ln\n")
                .contains(
                        "airlock proof verify token.tlog-proof --token token.json --key KEY --sealer ed25519:00=gateway")
                .doesNotContain("<script", "<img");
        assertThat(HtmlReport.of(
                        report(true, "agent"),
                        Optional.of(new TokenProof.Missing("018f0000-0000-7000-8000-000000000004", MARKUP))))
                .contains("Not shown: &lt;script&gt;", "airlock proof 018f0000-0000-7000-8000-000000000004")
                .doesNotContain("<script", "<img");
        assertThat(HtmlReport.of(report(true, "agent"))).doesNotContain("Its proof");
    }

    @Test
    void what_a_caller_calls_itself_is_text_and_never_markup() {
        String page = HtmlReport.of(report(false, MARKUP));
        assertThat(page).contains("&lt;script&gt;alert(1)").doesNotContain("<script", "<img", "\u202e", "\u0007");
        assertThat(elements(page)).doesNotContain("script", "img", "iframe", "link", "object");
        assertThat(attributes(page)).noneMatch(name -> name.startsWith("on"));
    }

    @Test
    void the_page_is_well_formed_and_names_nothing_outside_itself() {
        for (boolean sound : new boolean[] {true, false}) {
            String page = HtmlReport.of(report(sound, "somebody.aint"));
            assertThat(elements(page)).contains("svg", "style", "section");
            assertThat(page)
                    .contains("default-src 'none'")
                    .doesNotContain("http:", "https:", "@import", "src=", "href");
            assertThat(page).contains(sound ? "Everything verifies" : "4 findings");
            assertThat(page.contains("the fast lane of ed25519:key in TOKENS-3"))
                    .isEqualTo(!sound);
        }
    }

    @Test
    void a_page_of_nothing_says_so() {
        var empty = new AuditReport(
                SomeFacts.START,
                Duration.ZERO,
                Selection.ALL,
                0,
                0,
                0,
                List.of(),
                0,
                List.of(),
                List.of(),
                new ChartBook().chart(),
                new FindingBook().findings(),
                Optional.empty(),
                Optional.empty());
        assertThat(elements(HtmlReport.of(empty))).contains("section");
        assertThat(HtmlReport.of(empty)).contains("No token was counted").contains("Everything verifies");
        assertThat(ReportText.of(empty)).anySatisfy(line -> assertThat(line).startsWith("VERIFIED"));
    }

    @Test
    void people_read_a_summary_and_then_the_findings_and_no_terminal_obeys_a_name() {
        List<String> lines = ReportText.of(report(false, "\u001b[2Jevil\u202e"));
        assertThat(lines.getFirst()).contains("205 records").contains("200 tokens");
        assertThat(String.join("\n", lines))
                .contains("NOT VERIFIED: 4 findings: 4 a bad signature")
                .contains("first bad record: TOKENS-3@3, token 018f0000-0000-7000-8000-000000000003: a bad signature")
                .contains("150 of 200 agree, 1 do not; 49 cannot be: the fast lane keeps no screenings")
                .doesNotContain("\u001b", "\u202e");
        assertThat(lines.indexOf("  TOKENS-3@3, token 018f0000-0000-7000-8000-000000000003: a bad signature: not by "
                        + "\ufffd[2Jevil\ufffd"))
                .isGreaterThan(5);
    }

    @Test
    void how_far_the_signed_heads_lead_is_in_words_in_the_page_and_in_the_fields() {
        AuditReport report = report(true, "somebody.aint");
        assertThat(ReportText.of(report))
                .contains("signed:     17 signed heads were compared; 203 of 205 records are under one");
        assertThat(HtmlReport.of(report))
                .contains("17 heads that the ledger has signed were compared", "203 of 205 records", "root+3=")
                .doesNotContain("root+4=");
        assertThat(ReportFields.of(report).get("trees"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .first()
                .isEqualTo(Map.of("partition", 3, "size", 205L, "root", "root+3=", "covered", 203L, "heads", 17L));
    }

    @Test
    void programs_find_the_documented_fields() {
        Map<String, Object> fields = ReportFields.of(report(false, "somebody.aint"));
        assertThat(fields)
                .containsOnlyKeys(
                        "version",
                        "verified",
                        "at",
                        "took_ms",
                        "selection",
                        "records",
                        "tokens",
                        "selected",
                        "chains",
                        "heads",
                        "heads_compared",
                        "heads_not_compared",
                        "trees",
                        "endings",
                        "timeline",
                        "violations",
                        "agents",
                        "findings_total",
                        "finding_kinds",
                        "first",
                        "findings",
                        "findings_not_listed",
                        "policy_replay",
                        "family")
                .containsEntry("version", 1)
                .containsEntry("verified", false)
                .containsEntry("findings_total", 4L)
                .containsEntry("heads_not_compared", List.of("h1:key:fast:3:0:9:n"))
                .containsEntry("finding_kinds", Map.of("signature", 4L));
        assertThat(fields.get("first"))
                .isEqualTo(Map.of(
                        "kind",
                        "signature",
                        "topic",
                        "airlock.tokens.v1",
                        "partition",
                        3,
                        "offset",
                        3L,
                        "token",
                        "018f0000-0000-7000-8000-000000000003",
                        "text",
                        "not by somebody.aint"));
        assertThat(ReportFields.of(report(true, "x")))
                .doesNotContainKey("first")
                .containsEntry("verified", true);
    }

    private static List<String> elements(String page) {
        NodeList all = parsed(page).getElementsByTagName("*");
        return IntStream.range(0, all.getLength())
                .mapToObj(at -> all.item(at).getNodeName())
                .distinct()
                .toList();
    }

    private static List<String> attributes(String page) {
        NodeList all = parsed(page).getElementsByTagName("*");
        return IntStream.range(0, all.getLength())
                .mapToObj(at -> all.item(at).getAttributes())
                .flatMap(some -> IntStream.range(0, some.getLength())
                        .mapToObj(at -> some.item(at).getNodeName()))
                .distinct()
                .toList();
    }

    /** The page is XML but for its first line and the elements that HTML leaves open. */
    private static Element parsed(String page) {
        String xml = page.replace("<!doctype html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }
}
