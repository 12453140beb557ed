package dev.airlock.cli;

import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.principals.Tenure;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A word on a principal, for people and for programs. */
final class PrincipalText {
    private PrincipalText() {}

    static String line(Principal said, Tenure tenure) {
        return "%-32s %-12s %-9s %s  epoch %d, until %s"
                .formatted(
                        said.identity(),
                        said.origin().name().toLowerCase(Locale.ROOT),
                        state(tenure),
                        said.keyId(),
                        said.epoch(),
                        said.validUntil());
    }

    /** As one word. */
    static String state(Tenure tenure) {
        return switch (tenure) {
            case Tenure.Holder _ -> "good";
            case Tenure.Unknown _ -> "unknown";
            case Tenure.Revoked _ -> "revoked";
            case Tenure.Expired _ -> "expired";
            case Tenure.NotYet _ -> "not_yet";
            case Tenure.OldEpoch _ -> "old_epoch";
        };
    }

    static Map<String, Object> json(Principal said, Tenure tenure) {
        Map<String, Object> json = new TreeMap<>(Map.of(
                "identity", said.identity(),
                "class", said.origin().name().toLowerCase(Locale.ROOT),
                "key_id", said.keyId(),
                "state", state(tenure),
                "epoch", said.epoch(),
                "min_epoch", said.minEpoch(),
                "valid_from", said.validFrom().toString(),
                "valid_until", said.validUntil().toString(),
                "reason", said.reason(),
                "stated_at", said.statedAt().toString()));
        said.revokedAt().ifPresent(since -> json.put("revoked_at", since.toString()));
        return json;
    }
}
