package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.TokenProof;
import java.util.Locale;
import java.util.stream.Collectors;

/** A token's proof in the page: where it is, the hashes from its leaf to the root, the signed head as it was signed, and how anybody checks it. */
final class ProofHtml {
    private ProofHtml() {}

    static String of(TokenProof proof) {
        return switch (proof) {
            case TokenProof.Shown shown -> shown(shown);
            case TokenProof.Missing(String token, String reason) ->
                "<section><h2>Its proof</h2><p class=\"none\">Not shown: " + Plain.html(reason)
                        + ". <code>airlock proof " + Plain.html(token)
                        + "</code> brings the logs up to date and makes it.</p></section>";
        };
    }

    private static String shown(TokenProof.Shown shown) {
        var html = new StringBuilder("<section><h2>Its proof</h2><p>")
                .append(String.format(
                        Locale.ROOT,
                        "It is record %,d of <code>%s</code>, and the ledger has signed a head of %,d records. "
                                + "Hashed upwards with the %d hashes beside its way, its leaf makes the root that is signed.</p>",
                        shown.index(),
                        Plain.html(shown.log()),
                        shown.size(),
                        shown.path().size()))
                .append("<ol class=\"way\"><li>leaf <code>")
                .append(Plain.html(shown.leaf()))
                .append("</code></li>");
        for (TokenProof.Step step : shown.path()) {
            html.append("<li>with <code>")
                    .append(Plain.html(step.beside()))
                    .append(step.left() ? "</code> on the left: <code>" : "</code> on the right: <code>")
                    .append(Plain.html(step.above()))
                    .append("</code></li>");
        }
        return html.append("</ol><p>The root is <code>")
                .append(Plain.html(shown.root()))
                .append("</code>. The signed head:</p><pre>")
                .append(shown.note().lines().map(Plain::html).collect(Collectors.joining("\n")))
                .append("</pre><p>To check it without this page and without any network: <code>")
                .append(Plain.html(shown.make()))
                .append("</code> makes two files, and wherever they are taken <code>")
                .append(Plain.html(shown.verify()))
                .append(
                        "</code> checks them; KEY is the ledger's verifier key, as its keeper tells you (<code>airlock proof --show-key</code>).</p></section>")
                .toString();
    }
}
