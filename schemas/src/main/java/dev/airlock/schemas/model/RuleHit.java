package dev.airlock.schemas.model;

/**
 * A rule that had something to say.
 *
 * @param rule the rule's id, for example {@code DESTRUCT-001}
 * @param text what it saw, in one sentence; made one printable line of at most 4096 characters
 */
public record RuleHit(String rule, String text) {
    public RuleHit {
        Check.id("rule", rule);
        text = Line.fit(text, Check.TEXT_LENGTH_MAX);
    }
}
