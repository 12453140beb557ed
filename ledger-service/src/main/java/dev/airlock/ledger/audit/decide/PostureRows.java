package dev.airlock.ledger.audit.decide;

import dev.airlock.schemas.model.Posture;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where {@link PostureHistory} keeps what it was fed: postures by number, from 0 on, and for how long each was vouched for. Filled by one thread, and
 * asked by any number once it was sealed.
 */
public interface PostureRows {
    /**
     * A posture and when it was recorded.
     *
     * @param recorded when the broker took it, or the one before it, if that is later: no number has an earlier time than the one below it
     */
    record Row(Posture posture, Instant recorded) {}

    /** From when until when somebody vouched for a posture without a break. */
    record Stretch(Instant from, Instant until) {}

    /** Takes the posture of the next number. */
    void add(Row row);

    /** Takes a time for which somebody vouched; in any order, and one may overlap others. */
    void vouched(String postureId, Stretch stretch);

    /** Nothing is added any more. */
    void seal();

    /** How many postures there are. */
    long size();

    /** The posture of a number that is there. */
    Row at(long number);

    /** The number of the last posture of this id. */
    OptionalLong numberOf(String postureId);

    /** The greatest number of a posture of this scope that is not above {@code number}. */
    OptionalLong last(String scope, long number);

    /** The smallest number of a posture of this scope that is above {@code number}. */
    OptionalLong next(String scope, long number);

    /** The last stretch of this posture that begins at {@code at} or before; what overlaps or touches is one stretch. */
    Optional<Stretch> stretch(String postureId, Instant at);
}
