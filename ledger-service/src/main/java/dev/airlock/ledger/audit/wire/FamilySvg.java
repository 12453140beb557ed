package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.Family;
import dev.airlock.ledger.audit.model.TokenFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A token's family tree: above it what it hangs on, beside it those of its chain, with the hashes that tie them. */
final class FamilySvg {
    private static final int WIDTH = 960;
    private static final int BOX_WIDTH = 178;
    private static final int BOX_HEIGHT = 74;
    private static final int ROOTS_Y = 8;
    private static final int CHAIN_Y = 142;
    private static final int HEIGHT = 262;
    private static final int ID_SHOWN = 13;
    private static final int HASH_SHOWN = 12;
    private static final int LINE_MAX = 26;
    private static final int PLACES = Family.BEFORE_MAX + 1 + Family.AFTER_MAX;

    private FamilySvg() {}

    static String of(Family family) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"The family tree of a token\">"
                        + "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\""
                        + " orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" class=\"tip\"/></marker></defs>",
                WIDTH,
                HEIGHT));
        List<TokenFacts> chain = new ArrayList<>(family.before()
                .subList(
                        Math.max(0, family.before().size() - 2), family.before().size()));
        int own = chain.size();
        chain.add(family.token());
        chain.addAll(family.after());
        double gap = (WIDTH - chain.size() * BOX_WIDTH) / (double) Math.max(1, PLACES - 2);
        double step = BOX_WIDTH + Math.min(gap, 60);
        double left = (WIDTH - (chain.size() - 1) * step - BOX_WIDTH) / 2;
        for (int at = 0; at < chain.size(); at++) {
            double x = left + at * step;
            token(svg, chain.get(at), x, at == own);
            if (at > 0) {
                // A token names the hash of the one before it.
                arrow(svg, x, CHAIN_Y + BOX_HEIGHT / 2.0, x - (step - BOX_WIDTH), CHAIN_Y + BOX_HEIGHT / 2.0);
            }
        }
        roots(svg, family.token(), left + own * step + BOX_WIDTH / 2.0);
        return svg.append("</svg>").toString();
    }

    private static void token(StringBuilder svg, TokenFacts facts, double x, boolean own) {
        String words = facts.ending().label() + " · " + Plain.cut(facts.intent(), 14);
        box(svg, x, CHAIN_Y, own ? "box own" : "box", facts.link().text(), Plain.cut(facts.token(), ID_SHOWN), words);
        svg.append(TimelineSvg.rectangle(x, CHAIN_Y, 5, BOX_HEIGHT, Palette.of(facts.ending())));
        svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" class=\"hash mid\">",
                        x + BOX_WIDTH / 2.0,
                        CHAIN_Y + BOX_HEIGHT + 20))
                .append(Plain.html(Plain.cut(facts.hash().substring("sha256:".length()), HASH_SHOWN)))
                .append("</text>");
    }

    private static void roots(StringBuilder svg, TokenFacts facts, double to) {
        List<String[]> roots = new ArrayList<>();
        facts.ground()
                .verdictId()
                .ifPresent(verdict -> roots.add(new String[] {
                    "posture",
                    facts.ground().posture().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    "verdict " + verdict
                }));
        roots.add(new String[] {"intent", facts.key().text(), facts.agent()});
        facts.attached()
                .grantId()
                .ifPresent(grant -> roots.add(new String[] {
                    "grant", grant, "principal " + facts.ground().principal().orElse("nobody")
                }));
        facts.attached()
                .image()
                .ifPresent(image -> roots.add(
                        new String[] {"guest", image, facts.attached().vm().orElse("")}));
        double step = BOX_WIDTH + 40.0;
        double left = Math.clamp(
                to - ((roots.size() - 1) * step + BOX_WIDTH) / 2, 0, WIDTH - (roots.size() - 1) * step - BOX_WIDTH);
        for (int at = 0; at < roots.size(); at++) {
            double x = left + at * step;
            String[] root = roots.get(at);
            box(svg, x, ROOTS_Y, "box root", root[0], root[1], root[2]);
            arrow(svg, to, CHAIN_Y, x + BOX_WIDTH / 2.0, ROOTS_Y + BOX_HEIGHT);
        }
    }

    private static void box(StringBuilder svg, double x, int y, String style, String title, String one, String two) {
        svg.append("<g><title>")
                .append(Plain.html(title + ": " + one + "; " + two))
                .append(String.format(
                        Locale.ROOT,
                        "</title><rect x=\"%.1f\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" class=\"%s\"/>",
                        x,
                        y,
                        BOX_WIDTH,
                        BOX_HEIGHT,
                        style));
        line(svg, x, y + 21, "axis", title);
        line(svg, x, y + 42, "name strong", one);
        line(svg, x, y + 61, "axis", two);
        svg.append("</g>");
    }

    private static void line(StringBuilder svg, double x, int y, String style, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" class=\"%s\">", x + 16, y, style))
                .append(Plain.html(Plain.cut(text, LINE_MAX)))
                .append("</text>");
    }

    private static void arrow(StringBuilder svg, double fromX, double fromY, double toX, double toY) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"tie\" marker-end=\"url(#tip)\"/>",
                fromX,
                fromY,
                toX,
                toY));
    }
}
