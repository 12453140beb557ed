package dev.airlock.jail.model;

/**
 * What is known of Landlock. The kernel tells nobody whether a process is under it, so the process tries what is
 * forbidden; of another process it cannot be known.
 *
 * @param kernel what the kernel has: {@code Landlock 7}, or why there is none
 * @param files whether opening what no rule allows was refused
 * @param tcp whether connecting where no rule allows it was refused
 */
public record Landlocked(String kernel, Trial files, Trial tcp) {
    /** How a trial went. */
    public enum Trial {
        REFUSED,
        WENT_THROUGH,
        NOT_TRIED
    }
}
