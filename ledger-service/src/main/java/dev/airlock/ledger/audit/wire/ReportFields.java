package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.Chart;
import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.Family;
import dev.airlock.ledger.audit.model.PartitionTree;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.ledger.audit.model.UnknownEnd;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A report for programs. The names below are stable: new ones may come, none changes its meaning. Times are RFC 3339, durations say their unit.
 *
 * <pre>
 * version                1
 * verified               whether everything verifies; the exit code says the same
 * at, took_ms            when the audit began, and how long it took
 * selection              from, to, session, agent, as far as given: which tokens are counted below; everything is verified
 * records, tokens        records that were read, and those that are tokens which verify alone
 * selected               tokens within the selection
 * chains                 how many chains there are
 * heads                  where each ends, for a later audit: airlock audit --against FILE
 * heads_compared         how many ends that sealers or an earlier audit remember were compared
 * heads_not_compared     where the chains of fast lanes end whose ends nobody was found to remember: their last tokens may be gone
 * trees                  partition, size, root, covered, heads: the Merkle tree over each partition, for a later audit, how many of its records
 *                        a signed head covers, and how many heads were compared
 * endings                tokens by ending: completed, failed, refused, cancelled, unavailable, violation, limit, faulted
 * timeline               from, seconds, endings: bars of equal width, those without a token left out
 * violations             call, count; the call "" stands for all beyond the thousandth
 * agents                 agent, tokens, endings; the agent "" likewise
 * findings_total         how many things do not verify
 * finding_kinds          how many of each kind
 * first                  the finding at the earliest record, like those below
 * findings               kind, topic, partition, offset, token, text; the first thousand that were met, in the order of the records
 * findings_not_listed    how many there are beyond them
 * policy_replay          decisions, agreed, disagreed, untold (by reason); only if it was asked for
 * family                 token, before, after: a token and its kin, each as id, hash, parent, chain, ending, intent, made
 * </pre>
 */
public final class ReportFields {
    private static final int VERSION = 1;

    private ReportFields() {}

    /** The fields; values are texts, numbers, booleans, lists and maps. */
    public static Map<String, Object> of(AuditReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("verified", report.verifies());
        fields.put("at", report.at().toString());
        fields.put("took_ms", report.took().toMillis());
        fields.put("selection", selection(report.selection()));
        fields.put("records", report.records());
        fields.put("tokens", report.tokens());
        fields.put("selected", report.selected());
        fields.put("chains", report.heads().size());
        fields.put("heads", report.heads());
        fields.put("heads_compared", report.compared());
        fields.put(
                "heads_not_compared",
                report.uncompared().stream().map(UnknownEnd::head).toList());
        fields.put("trees", report.trees().stream().map(ReportFields::tree).toList());
        fields.put("endings", endings(report.chart().endings()));
        fields.put(
                "timeline",
                report.chart().bars().stream()
                        .map(bar -> Map.of(
                                "from",
                                bar.from().toString(),
                                "seconds",
                                bar.width().toSeconds(),
                                "endings",
                                endings(bar.endings())))
                        .toList());
        fields.put(
                "violations",
                report.chart().calls().stream()
                        .map(call -> Map.of("call", call.name(), "count", call.count()))
                        .toList());
        fields.put(
                "agents",
                report.chart().agents().stream().map(ReportFields::agent).toList());
        fields.put("findings_total", report.findings().total());
        Map<String, Long> kinds = new TreeMap<>();
        report.findings().counts().forEach((kind, count) -> kinds.put(kind.label(), count));
        fields.put("finding_kinds", kinds);
        report.findings().first().ifPresent(first -> fields.put("first", finding(first)));
        fields.put(
                "findings",
                report.findings().listed().stream().map(ReportFields::finding).toList());
        fields.put("findings_not_listed", report.findings().unlisted());
        report.redecided().ifPresent(again -> fields.put("policy_replay", again(again)));
        report.family().ifPresent(family -> fields.put("family", family(family)));
        return fields;
    }

    private static Map<String, String> selection(Selection selection) {
        Map<String, String> fields = new LinkedHashMap<>();
        selection.from().ifPresent(time -> fields.put("from", time.toString()));
        selection.to().ifPresent(time -> fields.put("to", time.toString()));
        selection.session().ifPresent(session -> fields.put("session", session));
        selection.agent().ifPresent(agent -> fields.put("agent", agent));
        return fields;
    }

    private static Map<String, Long> endings(Map<Ending, Long> endings) {
        Map<String, Long> fields = new LinkedHashMap<>();
        for (Ending ending : Ending.values()) {
            if (endings.containsKey(ending)) {
                fields.put(ending.label(), endings.get(ending));
            }
        }
        return fields;
    }

    private static Map<String, Object> tree(PartitionTree tree) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("partition", tree.partition());
        fields.put("size", tree.size());
        fields.put("root", tree.root());
        fields.put("covered", tree.covered());
        fields.put("heads", tree.heads());
        return fields;
    }

    private static Map<String, Object> agent(Chart.Agent agent) {
        return Map.of("agent", agent.name(), "tokens", agent.total(), "endings", endings(agent.endings()));
    }

    private static Map<String, Object> finding(AuditFinding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", finding.kind().label());
        fields.put("topic", finding.place().topic().topicName());
        fields.put("partition", finding.place().partition());
        fields.put("offset", finding.place().offset());
        finding.token().ifPresent(token -> fields.put("token", token));
        fields.put("text", finding.text());
        return fields;
    }

    private static Map<String, Object> again(Redecided again) {
        return Map.of(
                "decisions",
                again.decisions(),
                "agreed",
                again.agreed(),
                "disagreed",
                again.disagreed(),
                "untold",
                again.untold());
    }

    private static Map<String, Object> family(Family family) {
        return Map.of(
                "token",
                token(family.token()),
                "before",
                family.before().stream().map(ReportFields::token).toList(),
                "after",
                family.after().stream().map(ReportFields::token).toList());
    }

    private static Map<String, Object> token(TokenFacts facts) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", facts.token());
        fields.put("hash", facts.hash());
        facts.link().parent().ifPresent(parent -> fields.put("parent", parent));
        fields.put("chain", facts.link().text());
        fields.put("ending", facts.ending().label());
        fields.put("intent", facts.intent());
        fields.put("made", facts.times().made().toString());
        return fields;
    }
}
