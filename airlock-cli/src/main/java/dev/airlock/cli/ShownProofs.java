package dev.airlock.cli;

import dev.airlock.ledger.audit.model.TokenProof;
import dev.airlock.ledger.audit.wire.TokenProofs;
import dev.airlock.ledger.tiles.Proofs;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.LedgerFiles;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A token's proof for people, out of the logs in a data directory as they are now. Nothing is started or signed for it. */
final class ShownProofs {
    private static final String LEDGER = "main";

    private ShownProofs() {}

    /** The proof, or why there is none here. */
    static TokenProof of(DataDirectory data, KeyRing ring, TokenId token, KeyId sealer) {
        try {
            Optional<Proofs.Proof> proof = new LedgerFiles(data, ring, LEDGER).proof(token);
            return proof.isEmpty()
                    ? new TokenProof.Missing(token.value(), "no signed head in this directory covers it yet")
                    : TokenProofs.of(
                            token,
                            proof.get().entry(),
                            proof.get().file(),
                            named(data, ring, sealer) + role(ring, sealer));
        } catch (IOException | LogRejected e) {
            return new TokenProof.Missing(token.value(), e.getMessage());
        }
    }

    /** An id says all of a plain key; of a hybrid one the verifier needs the file, wherever it is then. */
    private static String named(DataDirectory data, KeyRing ring, KeyId sealer) {
        return ring.holder(sealer)
                .filter(_ -> sealer.isHybrid())
                .map(holder -> data.keys().resolve(holder.name() + ".pub").toString())
                .orElse(sealer.value());
    }

    private static String role(KeyRing ring, KeyId sealer) {
        return ring.holder(sealer)
                .filter(holder -> holder.role() == KeyRole.GATEWAY)
                .map(_ -> "=gateway")
                .orElse("");
    }

    /** The lines of it. */
    static List<String> lines(TokenProof proof) {
        return switch (proof) {
            case TokenProof.Missing(String token, String reason) ->
                List.of("Proof: not shown, " + reason + "; airlock proof " + token
                        + " brings the logs up to date and makes it");
            case TokenProof.Shown shown -> lines(shown);
        };
    }

    private static List<String> lines(TokenProof.Shown shown) {
        List<String> lines = new ArrayList<>();
        lines.add("Proof: record %d of %s, under a signed head of %d records"
                .formatted(shown.index(), shown.log(), shown.size()));
        lines.add("  leaf " + shown.leaf());
        for (TokenProof.Step step : shown.path()) {
            lines.add("  with " + step.beside() + " on the " + (step.left() ? "left" : "right") + ": " + step.above());
        }
        lines.add("  root " + shown.root() + ", which the head signs:");
        shown.note().lines().forEach(line -> lines.add(("    " + line).stripTrailing()));
        lines.add("  To check it anywhere, without network: " + shown.make());
        lines.add("    and there " + shown.verify());
        lines.add("    KEY is the ledger's verifier key, as its keeper tells you: airlock proof --show-key");
        return lines;
    }
}
