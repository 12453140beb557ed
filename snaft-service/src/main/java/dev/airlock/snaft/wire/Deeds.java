package dev.airlock.snaft.wire;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Violation;
import dev.airlock.schemas.model.Origin;
import dev.airlock.snaft.model.Deed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which tokens tell of their caller's conduct. */
public final class Deeds {
    private static final String NOBODY = "anonymous";
    /** What an executor names as the violation of a run that a posture ended. */
    private static final String ISOLATED = "isolate_session";

    /** Rules that say something of us, or repeat what was decided before: they would feed themselves. */
    private static final List<String> BLAMELESS =
            List.of("block.", "trust.", "rules.", "INTEGRITY_VIOLATION", "SNAFT-000");

    /** How the origins are written in a token whose deeds do not count; its text has no blanks, and quotes of a caller are escaped. */
    private static final List<byte[]> OWN = List.of(bytes("\"origin\":\"local\""), bytes("\"origin\":\"operator\""));

    private Deeds() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Whether a token can tell of somebody's deeds. Those of the machine's own callers tell of none, and need not be verified.
     *
     * @param canonical its canonical bytes, and no other part of its record: a session's name stands there as its caller wrote it, and could
     *     pass for such a mark
     */
    public static boolean mayBe(byte[] canonical) {
        return OWN.stream().noneMatch(mark -> holds(canonical, mark));
    }

    private static boolean holds(byte[] canonical, byte[] mark) {
        for (int at = 0; at <= canonical.length - mark.length; at++) {
            int same = 0;
            while (same < mark.length && canonical[at + same] == mark[same]) {
                same++;
            }
            if (same == mark.length) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody of this origin is trusted by deeds. Who belongs to the machine has to be able to mend it, whatever went before. */
    public static boolean count(Origin origin) {
        return switch (origin) {
            case EXTERNAL_AI, EXTERNAL, INTERNAL -> true;
            case LOCAL, OPERATOR -> false;
        };
    }

    /**
     * The deed that a verified token tells of. Who is not known has none: anybody could spoil that name.
     *
     * @param partition where the token stands
     * @param appendedAt when the broker took it
     */
    public static Optional<Deed> of(Token token, int partition, Instant appendedAt) {
        Eromheen around = token.content().eromheen();
        return around.principal()
                .filter(principal -> count(around.origin()) && !principal.equals(NOBODY))
                .flatMap(principal ->
                        kind(token.content().erin()).map(kind -> new Deed(principal, partition, appendedAt, kind)));
    }

    private static Optional<Deed.Kind> kind(Erin erin) {
        return switch (erin) {
            case Erin.Completed _ -> Optional.of(Deed.Kind.WELL);
            case Erin.Killed killed -> killed(killed);
            case Erin.Faulted _ -> Optional.empty();
            case Erin.Refused refused -> refused(refused);
        };
    }

    private static Optional<Deed.Kind> killed(Erin.Killed killed) {
        return switch (killed.cause()) {
            case VIOLATION ->
                killed.violations().stream().anyMatch(one -> !one.what().equals(ISOLATED))
                        ? Optional.of(Deed.Kind.BLOCKED)
                        : Optional.empty();
            case DEADLINE, MEMORY, OUTPUT, FILES, TRACE -> Optional.of(Deed.Kind.WARNED);
            case CANCELLED -> Optional.empty();
        };
    }

    /** The rule that refused is the last of the violations. */
    private static Optional<Deed.Kind> refused(Erin.Refused refused) {
        return switch (refused.cause()) {
            case RULE -> {
                List<Violation> rules = refused.violations();
                boolean blameless = rules.isEmpty()
                        || BLAMELESS.stream().anyMatch(rules.getLast().what()::startsWith);
                yield blameless ? Optional.empty() : Optional.of(Deed.Kind.BLOCKED);
            }
            case UNKNOWN_INTENT -> Optional.of(Deed.Kind.UNROUTED);
            case POSTURE,
                    POLICY,
                    IDENTITY,
                    GRANT,
                    MALFORMED,
                    NO_IMAGE,
                    DUPLICATE,
                    CAPACITY,
                    DRAINING,
                    NO_BACKEND,
                    BUS,
                    CANCELLED -> Optional.empty();
        };
    }
}
