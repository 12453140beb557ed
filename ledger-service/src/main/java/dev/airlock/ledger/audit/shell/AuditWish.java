package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.Redecides;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.provenance.ChainHead;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an audit is to do.
 *
 * @param family the token whose kin is shown, by its id, its intent's id, or {@code SESSION/ID}
 * @param heads ends of chains that somebody else remembers; the chains must reach as far
 * @param scratch where files may be made for its time, beside nothing else
 * @param gateway decides again; empty if nothing is to be decided again
 */
public record AuditWish(
        Selection selection,
        Optional<String> family,
        List<ChainHead> heads,
        Path scratch,
        Optional<Redecides> gateway) {
    public AuditWish {
        heads = List.copyOf(heads);
    }
}
