package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.Ending;
import dev.airlock.ledger.audit.model.Family;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.ledger.audit.model.TokenProof;
import dev.airlock.ledger.audit.model.UnknownEnd;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A report as one HTML page that needs nothing else: no script, no font, no picture from anywhere, and a policy in the page that forbids them.
 * Whatever callers chose is text in it.
 */
public final class HtmlReport {
    private static final String CSS = Palette.CSS + """
            *{box-sizing:border-box}
            body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            main{max-width:1080px;margin:0 auto;padding:40px 28px 64px}
            header{display:flex;justify-content:space-between;align-items:flex-end;gap:24px;border-bottom:1px solid var(--line);padding-bottom:22px}
            h1{font-size:27px;font-weight:650;letter-spacing:-.02em;margin:2px 0 0}
            h2{font-size:16px;font-weight:650;margin:0 0 14px}
            .over{color:var(--soft);font-size:12px;letter-spacing:.08em;text-transform:uppercase;margin:0}
            .seal{border-radius:999px;padding:9px 18px;font-weight:650;font-size:14px;white-space:nowrap;border:1.5px solid currentColor}
            .good{color:var(--good)}.bad{color:var(--bad)}
            .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:14px;margin:24px 0}
            .figure{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:14px 16px}
            .figure b{display:block;font-size:25px;font-weight:620;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
            .figure span{color:var(--soft);font-size:13px}
            section{background:var(--sheet);border:1px solid var(--line);border-radius:10px;padding:20px 22px;margin-top:18px}
            .pair{display:grid;grid-template-columns:1fr 1fr;gap:18px}
            @media (max-width:820px){.pair{grid-template-columns:1fr}header{display:block}.seal{display:inline-block;margin-top:14px}}
            svg{width:100%;height:auto;display:block}
            svg text{font-family:inherit;font-size:12px}
            .axis{fill:var(--soft)}.name{fill:var(--ink)}.strong{font-weight:600}.end{text-anchor:end}.mid{text-anchor:middle}
            .grid{stroke:var(--line);stroke-width:1}.tie{stroke:var(--soft);stroke-width:1.3}.tip{fill:var(--soft)}
            .box{fill:var(--ground);stroke:var(--line);stroke-width:1.2}.own{stroke:var(--ink);stroke-width:2}.root{stroke-dasharray:4 3}
            .hash{fill:var(--soft);font-family:ui-monospace,Menlo,Consolas,monospace;font-size:11px}
            .key{display:flex;flex-wrap:wrap;gap:6px 18px;margin:12px 0 0;padding:0;list-style:none;color:var(--soft);font-size:13px}
            .key i{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:7px;vertical-align:-1px}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:13.5px}
            th{text-align:left;color:var(--soft);font-weight:500;padding:0 14px 8px 0}
            td{border-top:1px solid var(--line);padding:9px 14px 9px 0;vertical-align:top;overflow-wrap:anywhere}
            td:nth-child(-n+3){white-space:nowrap}
            code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12.5px;overflow-wrap:anywhere}
            pre{overflow-x:auto;background:var(--ground);border:1px solid var(--line);border-radius:8px;padding:12px 14px;font-size:12.5px}
            .way{padding-left:24px;font-size:13.5px}
            .none{color:var(--soft);margin:4px 0}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:16px 0 0;font-size:13.5px}
            dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
            footer{color:var(--soft);font-size:13px;margin-top:22px}
            """;

    private HtmlReport() {}

    /** The page, without a proof. */
    public static String of(AuditReport report) {
        return of(report, Optional.empty());
    }

    /**
     * The page.
     *
     * @param proof of the token whose family is drawn
     */
    public static String of(AuditReport report, Optional<TokenProof> proof) {
        StringBuilder page = new StringBuilder(1 << 15);
        page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<meta name=\"referrer\" content=\"no-referrer\"><title>Airlock audit</title><style>")
                .append(CSS)
                .append("</style></head><body><main>");
        header(page, report);
        figures(page, report);
        page.append("<section><h2>Outcomes over time</h2>")
                .append(TimelineSvg.of(report.chart().bars()));
        key(page, report.chart().endings());
        page.append("</section><div class=\"pair\"><section><h2>Violations by call</h2>")
                .append(BarsSvg.calls(report.chart().calls()))
                .append("</section><section><h2>By agent</h2>")
                .append(BarsSvg.agents(report.chart().agents()))
                .append("</section></div>");
        findings(page, report);
        trees(page, report);
        report.redecided().ifPresent(again -> again(page, again));
        report.family().ifPresent(family -> family(page, family));
        proof.ifPresent(one -> page.append(ProofHtml.of(one)));
        heads(page, report);
        page.append(
                        "<footer>Made by <code>airlock audit</code>. Everything in the topic is verified, whatever was selected. ")
                .append(
                        "A finding names a record; its offset proves nothing by itself.</footer></main></body></html>\n");
        return page.toString();
    }

    private static void header(StringBuilder page, AuditReport report) {
        page.append("<header><div><p class=\"over\">Airlock · ledger of tokens</p><h1>Audit of ")
                .append(Plain.html(report.at()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", " UTC")))
                .append("</h1>");
        selection(page, report.selection());
        page.append("</div>")
                .append(
                        report.verifies()
                                ? "<div class=\"seal good\">✓ Everything verifies</div>"
                                : "<div class=\"seal bad\">✗ %s</div>"
                                        .formatted(count(report.findings().total(), "finding")))
                .append("</header>");
    }

    private static void selection(StringBuilder page, Selection selection) {
        if (selection.everything()) {
            return;
        }
        StringBuilder words = new StringBuilder();
        selection.from().ifPresent(time -> words.append(" from ").append(time));
        selection.to().ifPresent(time -> words.append(" to ").append(time));
        selection.session().ifPresent(session -> words.append(" of session ").append(session));
        selection.agent().ifPresent(agent -> words.append(" of agent ").append(agent));
        page.append("<p class=\"none\">Counted are tokens")
                .append(Plain.html(words.toString()))
                .append("</p>");
    }

    private static void figures(StringBuilder page, AuditReport report) {
        page.append("<div class=\"figures\">");
        figure(page, report.tokens(), "tokens verified alone");
        figure(page, report.heads().size(), "chains");
        figure(page, report.chart().endings().getOrDefault(Ending.VIOLATION, 0L), "killed for a violation");
        figure(page, report.chart().endings().getOrDefault(Ending.REFUSED, 0L), "refused");
        figure(page, report.findings().total(), "findings");
        page.append(String.format(
                Locale.ROOT,
                "<div class=\"figure\"><b>%.1f s</b><span>for %,d records</span></div></div>",
                report.took().toMillis() / 1e3,
                report.records()));
    }

    private static void figure(StringBuilder page, long number, String words) {
        page.append(String.format(Locale.ROOT, "<div class=\"figure\"><b>%,d</b><span>%s</span></div>", number, words));
    }

    private static void key(StringBuilder page, Map<Ending, Long> endings) {
        page.append("<ul class=\"key\">");
        for (Ending ending : Ending.values()) {
            if (endings.containsKey(ending)) {
                page.append(String.format(
                        Locale.ROOT,
                        "<li><i style=\"background:%s\"></i>%s %,d</li>",
                        Palette.of(ending),
                        ending.label(),
                        endings.get(ending)));
            }
        }
        page.append("</ul>");
    }

    private static void findings(StringBuilder page, AuditReport report) {
        page.append("<section><h2>Findings</h2>");
        if (report.verifies()) {
            page.append(
                    "<p class=\"none\">None: signatures, keys, chains, times, postures, signed heads and one token for each intent hold.</p></section>");
            return;
        }
        report.findings().first().ifPresent(first -> page.append("<p>The first bad record is <code>")
                .append(Plain.html(first.place().toString()))
                .append("</code>: ")
                .append(Plain.html(first.kind().words()))
                .append(".</p>"));
        page.append("<div class=\"scroll\"><table><tr><th>record</th><th>what</th><th>token</th><th>why</th></tr>");
        report.findings().listed().forEach(finding -> row(page, finding));
        page.append("</table></div>");
        if (report.findings().unlisted() > 0) {
            page.append("<p class=\"none\">and ")
                    .append(count(report.findings().unlisted(), "finding"))
                    .append(" more</p>");
        }
        page.append("</section>");
    }

    private static void row(StringBuilder page, AuditFinding finding) {
        page.append("<tr><td><code>")
                .append(Plain.html(finding.place().toString()))
                .append("</code></td><td class=\"bad\">")
                .append(Plain.html(finding.kind().words()))
                .append("</td><td><code>")
                .append(Plain.html(finding.token().orElse("")))
                .append("</code></td><td>")
                .append(Plain.html(finding.text()))
                .append("</td></tr>");
    }

    private static void trees(StringBuilder page, AuditReport report) {
        page.append("<section><h2>Signed heads</h2><p>")
                .append(String.format(
                        Locale.ROOT,
                        "%,d heads that the ledger has signed were compared with the trees over the tokens; %,d of %,d records are under one.",
                        report.signedHeads(),
                        report.covered(),
                        report.records()))
                .append(
                        "</p><div class=\"scroll\"><table><tr><th>partition</th><th>records</th><th>under a head</th><th>root</th></tr>");
        report.trees().stream()
                .filter(tree -> tree.size() > 0)
                .forEach(tree -> page.append(String.format(
                        Locale.ROOT,
                        "<tr><td>%d</td><td>%,d</td><td>%,d</td><td><code>%s</code></td></tr>",
                        tree.partition(),
                        tree.size(),
                        tree.covered(),
                        Plain.html(tree.root()))));
        page.append("</table></div></section>");
    }

    private static void again(StringBuilder page, Redecided again) {
        page.append("<section><h2>Decided again</h2><p>")
                .append(String.format(
                        Locale.ROOT,
                        "%,d of %,d decisions come out the same; %,d do not.",
                        again.agreed(),
                        again.decisions(),
                        again.disagreed()))
                .append("</p>");
        if (!again.untold().isEmpty()) {
            page.append("<dl>");
            again.untold().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(reason -> term(page, "%,d cannot be".formatted(reason.getValue()), reason.getKey()));
            page.append("</dl>");
        }
        page.append("</section>");
    }

    private static void family(StringBuilder page, Family family) {
        TokenFacts token = family.token();
        page.append("<section><h2>The family of a token</h2>")
                .append(FamilySvg.of(family))
                .append("<dl>");
        term(page, "token", token.token());
        term(page, "hash", token.hash());
        token.link().parent().ifPresent(parent -> term(page, "parent", parent));
        term(page, "outcome", token.ending().label() + ": " + token.reason());
        term(
                page,
                "intent",
                token.intent() + " of " + token.agent() + ", " + token.key().text());
        term(page, "sealed", token.times().made() + " by " + token.link().sealer());
        term(page, "record", token.place().toString());
        page.append("</dl></section>");
    }

    private static void heads(StringBuilder page, AuditReport report) {
        page.append("<section><h2>Where the chains end</h2><p class=\"none\">")
                .append(String.format(
                        Locale.ROOT,
                        "%,d ends that sealers or an earlier audit remember were compared. ",
                        report.compared()))
                .append(
                        "Keep <code>airlock audit --json</code>, and hold the next one against it.</p><details><summary>")
                .append(count(report.heads().size(), "chain"))
                .append("</summary>");
        report.heads()
                .forEach(head ->
                        page.append("<p><code>").append(Plain.html(head)).append("</code></p>"));
        page.append("</details>");
        unknownEnds(page, report.uncompared());
        page.append("</section>");
    }

    private static void unknownEnds(StringBuilder page, List<UnknownEnd> ends) {
        if (ends.isEmpty()) {
            return;
        }
        page.append("<p class=\"bad\">Not compared, so their last tokens may be gone; ")
                .append(Plain.html(UnknownEnd.FIX))
                .append(":</p>");
        ends.forEach(
                end -> page.append("<p>").append(Plain.html(end.toString())).append("</p>"));
    }

    private static void term(StringBuilder page, String term, String text) {
        page.append("<dt>")
                .append(Plain.html(term))
                .append("</dt><dd>")
                .append(Plain.html(text))
                .append("</dd>");
    }

    private static String count(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }
}
