package dev.airlock.ledger.audit.model;

import java.util.Optional;

/**
 * Something that does not verify, at the record at which it shows.
 *
 * @param place the record; of what is missing the last one that was there
 * @param token the record's token id; empty where it has none that can be read
 * @param text one sentence for people; it may quote what strangers chose, so whoever prints it escapes it
 */
public record AuditFinding(FindingKind kind, RecordPlace place, Optional<String> token, String text) {
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
