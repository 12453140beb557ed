package dev.airlock.provenance.foreign;

import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The members of a foreign token, each read by name and type. */
final class Members {
    private final Json.Members object;

    private Members(Json.Members object) {
        this.object = object;
    }

    /**
     * @param demanded those that must be there
     * @param allowed those that may be there besides
     */
    static Members of(Json.Members object, Set<String> demanded, Set<String> allowed) throws ForeignRejected {
        for (String name : demanded.stream().sorted().toList()) {
            if (!object.members().containsKey(name)) {
                throw new ForeignRejected(Reason.MISSING_FIELD, name + " is missing");
            }
        }
        for (String name : object.members().keySet()) {
            if (!demanded.contains(name) && !allowed.contains(name)) {
                throw new ForeignRejected(Reason.UNKNOWN_FIELD, "there is a member that the form does not have");
            }
        }
        return new Members(object);
    }

    /** The object without these members: what the hash is over. */
    Json.Members without(Set<String> names) {
        var rest = new LinkedHashMap<>(object.members());
        rest.keySet().removeAll(names);
        return new Json.Members(rest);
    }

    String text(String name, int unitsMax) throws ForeignRejected {
        if (object.members().get(name) instanceof Json.Text(String value) && value.length() <= unitsMax) {
            return value;
        }
        throw bad(name, "must be a string of at most " + unitsMax + " characters");
    }

    String text(String name, Pattern shape, String rule) throws ForeignRejected {
        if (object.members().get(name) instanceof Json.Text(String value)
                && shape.matcher(value).matches()) {
            return value;
        }
        throw bad(name, "must be " + rule);
    }

    /** Null, as no member at all, is empty. */
    Optional<String> optional(String name, Pattern shape, String rule) throws ForeignRejected {
        Json value = object.members().get(name);
        return value == null || value instanceof Json.Null ? Optional.empty() : Optional.of(text(name, shape, rule));
    }

    String one(String name, Set<String> values) throws ForeignRejected {
        if (object.members().get(name) instanceof Json.Text(String value) && values.contains(value)) {
            return value;
        }
        throw bad(
                name,
                "must be one of " + String.join(", ", values.stream().sorted().toList()));
    }

    Json any(String name) {
        return object.members().get(name);
    }

    void require(String name, Class<? extends Json> type, String rule) throws ForeignRejected {
        if (!type.isInstance(object.members().get(name))) {
            throw bad(name, "must be " + rule);
        }
    }

    /** A date and time with its distance from UTC. */
    Instant time(String name) throws ForeignRejected {
        try {
            return OffsetDateTime.parse(text(name, 64)).toInstant();
        } catch (DateTimeException _) {
            throw bad(name, "must be a time such as 2026-01-01T00:00:00Z (RFC 3339)");
        }
    }

    static ForeignRejected bad(String name, String rule) {
        return new ForeignRejected(Reason.BAD_FIELD, name + " " + rule);
    }
}
