package dev.airlock.schemas.model;

/**
 * Why something is not done.
 *
 * @param kind the class of the reason, from which the answer's status follows
 * @param rule the rule, switch or limit that decided, for example {@code DESTRUCT-001}
 * @param text one sentence for people: the thing, the value and, where there is one, the fix; made one
 *     printable line of at most 4096 characters, so that a refusal never fails by its wording
 */
public record Refusal(RefusalKind kind, String rule, String text) {
    public Refusal {
        Check.id("rule", rule);
        text = Line.fit(text, Check.TEXT_LENGTH_MAX);
    }
}
