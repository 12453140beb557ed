package dev.airlock.authorisation.model;

/**
 * One policy of a set.
 *
 * @param id its name, from its annotation {@code @id}
 * @param reason why, for people, from its annotation {@code @reason}
 * @param effect whether it permits or forbids
 * @param file the file that it stands in
 * @param line the line on which it begins, from 1
 */
public record Policy(String id, String reason, Effect effect, String file, int line) {
    /** What a policy does where it applies. A forbid beats every permit. */
    public enum Effect {
        PERMIT,
        FORBID
    }
}
