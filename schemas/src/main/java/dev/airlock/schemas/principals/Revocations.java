package dev.airlock.schemas.principals;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Revocation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which delegations were taken back, and by whom. An operator's word reaches every delegation; anybody else's only those that he gave, and what rests on
 * them, so that whoever names another's hash says nothing. Immutable, safe for any thread.
 *
 * @param operators the reason by the hash, of operators
 * @param others the same of others, by the key
 */
record Revocations(Map<String, String> operators, Map<KeyId, Map<String, String>> others) {
    /** The most that one who is no operator may take back; whoever needs more has his key revoked. */
    static final int OF_ONE_MAX = 1024;

    static final Revocations NONE = new Revocations(Map.of(), Map.of());

    Revocations {
        operators = Map.copyOf(operators);
        others = Map.copyOf(others);
    }

    /** Why {@code said} changes nothing; empty if it may be taken. */
    Optional<String> fault(Revocation said, KeyId by, boolean operator) {
        Map<String, String> own = operator ? operators : others.getOrDefault(by, Map.of());
        if (own.containsKey(said.hash())) {
            return Optional.of(said.hash() + " was taken back already");
        }
        return operator || own.size() < OF_ONE_MAX
                ? Optional.empty()
                : Optional.of(by + " has taken " + OF_ONE_MAX + " delegations back; have the key revoked instead");
    }

    /** With {@code said}. */
    Revocations after(Revocation said, KeyId by, boolean operator) {
        if (operator) {
            return new Revocations(with(operators, said), others);
        }
        var more = new HashMap<>(others);
        more.merge(by, Map.of(said.hash(), said.reason()), (own, _) -> with(own, said));
        return new Revocations(operators, more);
    }

    private static Map<String, String> with(Map<String, String> before, Revocation said) {
        var more = new HashMap<>(before);
        more.put(said.hash(), said.reason());
        return Map.copyOf(more);
    }

    /** Why a delegation counts no more, as an operator says or one of {@code issuers}. */
    Optional<String> of(String hash, Set<KeyId> issuers) {
        return Optional.ofNullable(operators.get(hash))
                .map(reason -> "an operator has taken it back: " + reason)
                .or(() -> issuers.stream()
                        .filter(issuer -> others.getOrDefault(issuer, Map.of()).containsKey(hash))
                        .findFirst()
                        .map(issuer -> issuer + " has taken it back: "
                                + others.get(issuer).get(hash)));
    }
}
