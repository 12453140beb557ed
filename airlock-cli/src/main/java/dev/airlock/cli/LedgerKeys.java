package dev.airlock.cli;

import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import java.util.List;

/** The ledgers' keys of a key directory, under the name of a ledger. */
final class LedgerKeys {
    private LedgerKeys() {}

    static List<LedgerKey> of(KeyRing ring, String ledger) {
        return ring.ids().stream()
                .filter(id -> ring.holder(id)
                        .filter(holder -> holder.role() == KeyRole.LEDGER)
                        .isPresent())
                .map(id -> new LedgerKey(ledger, id.key()))
                .toList();
    }
}
