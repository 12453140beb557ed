package dev.airlock.cli;

import dev.airlock.authorisation.shell.PolicyHistory;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.wire.Signed;
import dev.airlock.snaft.shell.RuleHistory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A record that was to be a set of policies or of rules, for lists.
 *
 * @param said empty if it cannot be read, or nobody who may has signed it
 * @param refusal why it changed nothing; empty if it came into force
 */
record LoadedSet(long offset, Optional<Said> said, Optional<String> refusal, boolean inForce) {
    /** What an operator signed. */
    record Said(Instant loadedAt, String version, String by, String reason) {
        static Said of(Signed<PolicySet> signed) {
            PolicySet set = signed.value();
            return new Said(set.loadedAt(), set.version(), signed.holder().name(), set.reason());
        }

        static Said ofRules(Signed<RuleSet> signed) {
            RuleSet set = signed.value();
            return new Said(set.loadedAt(), set.version(), signed.holder().name(), set.reason());
        }
    }

    static LoadedSet of(PolicyHistory.Entry entry, boolean inForce) {
        return new LoadedSet(entry.offset(), entry.signed().map(Said::of), entry.refusal(), inForce);
    }

    static LoadedSet of(RuleHistory.Entry entry, boolean inForce) {
        return new LoadedSet(entry.offset(), entry.signed().map(Said::ofRules), entry.refusal(), inForce);
    }

    /** When a set is loaded: now; or just after the one in force, where a clock went back since. */
    static Instant after(Optional<Instant> inForce) {
        Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MICROS);
        return inForce.map(last -> last.plus(1, ChronoUnit.MICROS))
                .filter(now::isBefore)
                .orElse(now);
    }

    /** What a command says that has loaded one. */
    static String taken(String version, String effect, JsonOption json) {
        return json.asked() ? JsonOption.line(Map.of("version", version, "effect", effect)) : version + ": " + effect;
    }

    /** @param kind what stands before it, with a space behind it; empty where a list has sets only */
    String line(String kind) {
        return (inForce ? "* " : "  ")
                + kind
                + said.map(set -> "%s  %s  %s  %s".formatted(set.loadedAt(), set.version(), set.by(), set.reason()))
                        .orElse("record " + offset)
                + refusal.map(why -> "  (no effect: " + why + ")").orElse("");
    }

    String json() {
        Map<String, Object> json = new TreeMap<>(Map.of("offset", offset, "in_force", inForce));
        said.ifPresent(set -> {
            json.put("version", set.version());
            json.put("loaded_at", set.loadedAt().toString());
            json.put("by", set.by());
            json.put("reason", set.reason());
        });
        refusal.ifPresent(why -> json.put("no_effect", why));
        return JsonOption.line(json);
    }
}
