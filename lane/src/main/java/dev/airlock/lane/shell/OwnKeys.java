package dev.airlock.lane.shell;

import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.model.TokenRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a lane's tokens: the one that seals now, and those before its rotations, by their names in the key ring and by the journal.
 * A former key that nobody trusts any more is none of them. Immutable.
 */
final class OwnKeys {
    private final Map<String, KeyId> keys;
    private final KeyRing ring;

    private OwnKeys(Map<String, KeyId> keys, KeyRing ring) {
        this.keys = Map.copyOf(keys);
        this.ring = ring;
    }

    /**
     * The keys of a lane.
     *
     * @param sealer the key that seals now
     * @param journaled the keys that sealed what is in the journal
     */
    static OwnKeys of(KeyId sealer, Set<KeyId> journaled, KeyRing ring) {
        Map<String, KeyId> keys = new HashMap<>();
        keys.put(sealer.value(), sealer);
        Optional<String> name = ring.holder(sealer).map(Holder::name);
        for (KeyId id : ring.ids()) {
            Holder holder = ring.holder(id).orElseThrow();
            boolean former =
                    name.filter(now -> KeyTerms.gaveWay(id, holder.name(), now)).isPresent();
            if (holder.role() == KeyRole.EXECUTOR && (former || journaled.contains(id))) {
                keys.put(id.value(), id);
            }
        }
        return new OwnKeys(keys, ring);
    }

    /** Which of the keys this token names, whoever sealed it; empty if it names another. */
    Optional<KeyId> named(TokenRecord token) {
        return Optional.ofNullable(keys.get(token.keyId()));
    }

    /** Whether this is one of them. */
    boolean have(KeyId key) {
        return keys.containsKey(key.value());
    }

    /** Whether somebody else may have had the key, by an operator's word, when the bus took up what it sealed. */
    boolean wasOthersToo(KeyId key, Instant appendedAt) {
        return ring.term(key)
                .flatMap(term -> term.revocation())
                .filter(word -> word.why() == Why.COMPROMISED && !appendedAt.isBefore(word.at()))
                .isPresent();
    }
}
