package dev.airlock.schemas.posture;

/** What posture binds somebody now. Any thread may ask. */
@FunctionalInterface
public interface Guard {
    /** The strictest of the fleet's posture, that of his agent and that of his session. */
    Effective of(Whom whom);
}
