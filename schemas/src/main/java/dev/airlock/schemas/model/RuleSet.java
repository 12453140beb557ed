package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * A set of an operator's own rules for the firewall, and of what it has blocked: from its time on it is the one that counts, until a later one.
 *
 * @param version {@code sha256:} of the text in UTF-8
 * @param text the file as the operator wrote it, JSON; 1 to {@value #TEXT_MAX} characters
 * @param reason why, for people; one line
 * @param loadedAt when the operator signed it; a record that is not later than the one in force changes nothing
 */
public record RuleSet(String version, String text, String reason, Instant loadedAt) {
    /** The most characters of a set. */
    public static final int TEXT_MAX = 262_144;

    public RuleSet {
        Check.sha256("version", version);
        Check.range("characters of a set of rules", text.length(), 1, TEXT_MAX);
        Check.printable("reason", reason, Check.TEXT_LENGTH_MAX);
        Check.time("loaded_at", loadedAt);
    }
}
