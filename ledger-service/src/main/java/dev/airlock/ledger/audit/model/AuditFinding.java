package dev.airlock.ledger.audit.model;

import java.util.Optional;

/**
 * Something that does not verify, at the record at which it shows.
 *
 * @param place the record; of what is missing the last one that was there
 * @param token the record's token id; empty where it has none that can be read
 * @param text one sentence for people, cut to {@value #TEXT_MAX} characters; it may quote what strangers chose, so whoever prints it escapes it
 */
public record AuditFinding(FindingKind kind, RecordPlace place, Optional<String> token, String text) {
    /** The most characters of a text: many findings are kept. */
    public static final int TEXT_MAX = 4_000;

    private static final String CUT = " ...";

    public AuditFinding {
        text = text.length() > TEXT_MAX ? cut(text) : text;
    }

    private static String cut(String text) {
        int end = TEXT_MAX - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** With the token that it is about. */
    public static AuditFinding of(FindingKind kind, TokenFacts facts, String text) {
        return new AuditFinding(kind, facts.place(), Optional.of(facts.token()), text);
    }

    /** {@code TOKENS-3@17, token ...: a bad signature: ...}. */
    @Override
    public String toString() {
        return place + token.map(id -> ", token " + id).orElse("") + ": " + kind.words() + ": " + text;
    }
}
