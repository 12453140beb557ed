package dev.airlock.ledger.audit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.ledger.audit.decide.PostureCheck;
import dev.airlock.ledger.audit.decide.TimeCheck;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.ledger.audit.wire.Facts;
import dev.airlock.ledger.audit.wire.ReadToken;
import dev.airlock.ledger.audit.wire.TokenScanner;
import dev.airlock.ledger.wire.Leaves;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.road.Placement;
import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What can be said of a record of the tokens topic by itself: nearly all of an audit's work, so any number of threads do it at once. */
final class Look {
    private final KeyRing ring;
    private final Function<KeyId, String> places;
    private final TokenScanner scanner;
    private final PostureCheck postures;

    /** @param postures over a history that is not fed any more */
    Look(KeyRing ring, PostureCheck postures) {
        this.ring = ring;
        this.places = KeyTerms.places(ring);
        this.scanner = new TokenScanner(new TokenReader(ring));
        this.postures = postures;
    }

    Looked at(Recorded record) {
        return switch (scanner.read(record.place(), record.appended(), record.value())) {
            case ReadToken.Bad(AuditFinding finding) ->
                new Looked(record.place(), Leaves.of(record.value()).leaf(), Optional.empty(), List.of(finding));
            case ReadToken.Good(Token token) -> {
                TokenFacts facts = Facts.of(token, ring, places, record.place(), record.appended());
                List<AuditFinding> findings = new ArrayList<>(TimeCheck.findings(facts));
                Placement.fault(
                                facts.key().session(),
                                Topic.TOKENS,
                                record.place().partition())
                        .ifPresent(text -> findings.add(AuditFinding.of(FindingKind.MISPLACED, facts, text)));
                anotherKey(record, facts).ifPresent(findings::add);
                postures.finding(facts).ifPresent(findings::add);
                yield new Looked(
                        record.place(),
                        LogEntry.of(token).leaf(),
                        Optional.of(new Looked.Seen(token, facts)),
                        findings);
            }
        };
    }

    /** Callers find a session's tokens by the record's key, which is beside what is signed. */
    private static Optional<AuditFinding> anotherKey(Recorded record, TokenFacts facts) {
        byte[] session = facts.key().session().getBytes(UTF_8);
        return record.key()
                .filter(key -> !Arrays.equals(key, session))
                .map(_ -> AuditFinding.of(
                        FindingKind.ALTERED, facts, "the record's key is not the session that the token names"));
    }
}
