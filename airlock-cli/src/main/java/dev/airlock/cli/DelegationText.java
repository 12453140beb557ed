package dev.airlock.cli;

import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.SignedDelegation;
import dev.airlock.schemas.wire.Delegations;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A delegation, for people and for programs. */
final class DelegationText {
    private DelegationText() {}

    static String line(SignedDelegation signed) {
        Delegation said = signed.delegation();
        return "%s%n  %s may want %s for %s%n  at most %d MiB, %d ms, as %s, until %s"
                .formatted(
                        Delegations.hash(said),
                        said.subject(),
                        String.join(", ", said.rights().intents()),
                        said.issuer(),
                        said.rights().memoryMib(),
                        said.rights().timeoutMillis(),
                        said.rights().ceiling().name().toLowerCase(Locale.ROOT),
                        said.expiresAt());
    }

    static Map<String, Object> json(SignedDelegation signed) {
        Delegation said = signed.delegation();
        Map<String, Object> json = new TreeMap<>(Map.of(
                "hash", Delegations.hash(said),
                "issuer", said.issuer(),
                "subject", said.subject(),
                "intents", said.rights().intents(),
                "memory_mib", said.rights().memoryMib(),
                "timeout_millis", said.rights().timeoutMillis(),
                "ceiling", said.rights().ceiling().name().toLowerCase(Locale.ROOT),
                "expires_at", said.expiresAt().toString(),
                "depth", said.depth()));
        said.parent().ifPresent(parent -> json.put("parent", parent));
        return json;
    }
}
