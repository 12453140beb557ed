package dev.airlock.policy.wire;

import dev.airlock.policy.model.Kill;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.UnsealedToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Which tokens tell of a kill that counts. */
public final class Kills {
    private static final byte[] MARK = "INCIDENT_KILL".getBytes(StandardCharsets.US_ASCII);
    /** What an executor names as the violation of a run that a posture ended: it would feed itself. */
    private static final String ISOLATED = "isolate_session";

    private Kills() {}

    /** Whether a record of the tokens' topic can tell of a kill; most tell of none, and need not be read. */
    public static boolean mayBe(byte[] record) {
        for (int at = 0; at <= record.length - MARK.length; at++) {
            if (record[at] == MARK[0] && matches(record, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] record, int at) {
        for (int i = 1; i < MARK.length; i++) {
            if (record[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The kill that a verified token tells of: a run from outside that was ended for a violation, or for a limit if those count.
     *
     * @param appendedAt when the broker took the token; no kill is later than that
     * @param limits whether a limit counts
     */
    public static Optional<Kill> of(Token token, Instant appendedAt, boolean limits) {
        UnsealedToken content = token.content();
        Eromheen around = content.eromheen();
        if (!(content.erin() instanceof Erin.Killed killed) || !external(around) || !counts(killed, limits)) {
            return Optional.empty();
        }
        Instant ended = around.times().ended().orElse(content.timestamp());
        return Optional.of(new Kill(
                token.id().value(),
                around.principal().orElse("anonymous"),
                content.eraan().key().session(),
                ended.isBefore(appendedAt) ? ended : appendedAt));
    }

    private static boolean external(Eromheen around) {
        return switch (around.origin()) {
            case EXTERNAL_AI, EXTERNAL -> true;
            case INTERNAL, LOCAL, OPERATOR -> false;
        };
    }

    private static boolean counts(Erin.Killed killed, boolean limits) {
        return switch (killed.cause()) {
            case VIOLATION ->
                killed.violations().stream()
                        .anyMatch(violation -> !violation.what().equals(ISOLATED));
            case DEADLINE, MEMORY, OUTPUT, FILES, TRACE -> limits;
            case CANCELLED -> false;
        };
    }
}
