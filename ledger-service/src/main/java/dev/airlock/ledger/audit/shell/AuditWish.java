package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.Redecides;
import dev.airlock.ledger.audit.model.PartitionTree;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.provenance.ChainHead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an audit is to do.
 *
 * @param family the token whose kin is shown, by its id, its intent's id, or {@code SESSION/ID}
 * @param heads ends of chains that somebody else remembers; the chains must reach as far
 * @param trees what an earlier audit saw of each partition; the records must still make the same trees
 * @param scratch a directory where files without a name may be for its time; it is there, and stays as it is
 * @param gateway decides again; empty if nothing is to be decided again
 */
public record AuditWish(
        Selection selection,
        Optional<String> family,
        List<ChainHead> heads,
        List<PartitionTree> trees,
        Path scratch,
        Optional<Redecides> gateway) {
    public AuditWish {
        heads = List.copyOf(heads);
        trees = List.copyOf(trees);
    }

    /** One without an earlier audit's trees. */
    public AuditWish(
            Selection selection,
            Optional<String> family,
            List<ChainHead> heads,
            Path scratch,
            Optional<Redecides> gateway) {
        this(selection, family, heads, List.of(), scratch, gateway);
    }

    /** The same, and these ends of chains too. */
    AuditWish andHeads(List<ChainHead> more) {
        List<ChainHead> all = new ArrayList<>(heads);
        all.addAll(more);
        return new AuditWish(selection, family, all, trees, scratch, gateway);
    }
}
