package dev.airlock.snaft.wire;

import dev.airlock.schemas.routes.IntentName;
import dev.airlock.snaft.model.Block;
import dev.airlock.snaft.model.Block.Kind;
import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.RuleFile;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of a set that are about callers: blocks, and whose trust an operator has settled. */
final class BlockFields {
    private static final int NAME_MAX = 128;
    private static final int AINT_MAX = 256;
    private static final int REASON_MAX = 256;
    private static final Instant TIME_MIN = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant TIME_MAX = Instant.parse("9999-12-31T23:59:59Z");

    private BlockFields() {}

    static Block block(Located one, List<Fault> faults) {
        Fields fields = Fields.of(one, "a block", faults, "kind", "value", "reason", "until");
        Kind kind = fields.oneOf("kind", List.of(Kind.values()), Kind::label);
        String value = fields.text("value", AINT_MAX);
        wrong(kind, value).ifPresent(text -> fields.fault(fields.placeOf("value"), text));
        Optional<Instant> until = fields.has("until") ? time(fields, "until") : Optional.empty();
        return new Block(kind, value, fields.text("reason", REASON_MAX), until, fields.place());
    }

    /** Why nothing that comes can ever have this value, or more would be blocked than anybody means. */
    private static Optional<String> wrong(Kind kind, String value) {
        if (value.isEmpty()) {
            return Optional.empty(); // told already
        }
        boolean fits =
                switch (kind) {
                    case PRINCIPAL, SESSION -> isName(value, NAME_MAX);
                    case FROM_AINT -> isStem(value, AINT_MAX);
                    case PAYLOAD -> value.matches("sha256:[0-9a-f]{64}");
                    case INTENT ->
                        IntentName.isWellFormed(value.endsWith(":*") ? value.substring(0, value.length() - 2) : value);
                };
        String use =
                switch (kind) {
                    case PRINCIPAL, SESSION ->
                        "use 1 to 128 visible ASCII characters, with * at the end for all that begin so";
                    case FROM_AINT -> "use 1 to 256 characters, with * at the end for all that begin so";
                    case PAYLOAD -> "use sha256: and 64 lower-case hex digits";
                    case INTENT -> "use an intent's name, or its first segments and :* for all that begin so";
                };
        return fits ? Optional.empty() : Optional.of("the value '" + value + "' is no " + kind.label() + "; " + use);
    }

    private static boolean isName(String value, int most) {
        return isStem(value, most) && value.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** A star alone would block everybody. */
    private static boolean isStem(String value, int most) {
        int star = value.indexOf('*');
        return value.length() <= most && (star < 0 || (star > 0 && star == value.length() - 1));
    }

    /** A principal's whole name. */
    static String name(Fields fields, String field) {
        String name = fields.text(field, NAME_MAX);
        if (!name.isEmpty() && (!isName(name, NAME_MAX) || name.indexOf('*') >= 0)) {
            fields.fault(fields.placeOf(field), "'" + name + "' is no principal's whole name");
        }
        return name;
    }

    static Map<String, Instant> reinstated(Fields set, Set<String> burned, List<Fault> faults) {
        Map<String, Instant> reinstated = new HashMap<>();
        for (Located one : set.optionalRow("reinstated", RuleFile.PRINCIPALS_MAX)) {
            Fields fields = Fields.of(one, "a reinstated principal", faults, "principal", "at", "reason");
            String name = name(fields, "principal");
            if (burned.contains(name)) {
                fields.fault(
                        fields.placeOf("principal"), name + " is burned, which is for ever; take one of both away");
            }
            Optional<Instant> at = fields.has("at") ? time(fields, "at") : Optional.empty();
            if (!fields.has("at")) {
                fields.fault(fields.place(), "at is missing");
            }
            fields.text("reason", REASON_MAX);
            at.ifPresent(time -> reinstated.merge(name, time, (a, b) -> a.isAfter(b) ? a : b));
        }
        return reinstated;
    }

    private static Optional<Instant> time(Fields fields, String name) {
        String text = fields.text(name, 64);
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(TIME_MIN) && !time.isAfter(TIME_MAX)) {
                return Optional.of(time);
            }
        } catch (DateTimeException _) {
            // Told below, as a time out of range is.
        }
        if (!text.isEmpty()) {
            fields.fault(
                    fields.placeOf(name),
                    name + " is '" + text
                            + "'; write a time with its zone, as 2027-01-31T12:00:00Z, of the years 2000 to 9999");
        }
        return Optional.empty();
    }
}
