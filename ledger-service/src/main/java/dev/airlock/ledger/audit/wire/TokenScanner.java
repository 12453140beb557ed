package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads records of the tokens topic, each one verified alone: schema, canonical form, hash, key and signature. Any thread. */
public final class TokenScanner {
    private static final Pattern TOKEN_ID = Pattern.compile("[0-9a-f-]{36}");

    private final TokenReader reader;

    /** Trusts whom this reader trusts. */
    public TokenScanner(TokenReader reader) {
        this.reader = reader;
    }

    /** What the record at this place is, which the bus took up at that time; never throws on any bytes. */
    public ReadToken read(RecordPlace place, Instant appended, byte[] value) {
        return switch (Codecs.TOKEN.decode(value)) {
            case Malformed<TokenRecord>(String reason) -> bad(FindingKind.SCHEMA, place, Optional.empty(), reason);
            case Good<TokenRecord>(TokenRecord record) -> verified(place, appended, record);
        };
    }

    private ReadToken verified(RecordPlace place, Instant appended, TokenRecord record) {
        try {
            return new ReadToken.Good(reader.read(record, appended));
        } catch (TokenRejected e) {
            Optional<String> named = Optional.of(record.tokenId())
                    .filter(id -> TOKEN_ID.matcher(id).matches());
            return bad(kind(e.reason()), place, named, e.getMessage());
        }
    }

    private static ReadToken bad(FindingKind kind, RecordPlace place, Optional<String> token, String text) {
        return new ReadToken.Bad(new AuditFinding(kind, place, token, text));
    }

    private static FindingKind kind(TokenRejected.Reason reason) {
        return switch (reason) {
            case UNKNOWN_KEY, SECOND_KEY_UNKNOWN -> FindingKind.FOREIGN_KEY;
            case WRONG_ROLE, WRONG_SIGNER -> FindingKind.WRONG_KEY;
            case KEY_NOT_YET, KEY_EXPIRED, KEY_REVOKED -> FindingKind.KEY_OUT_OF_TERM;
            case BAD_SIGNATURE, NO_SECOND_SIGNATURE, BAD_SECOND_SIGNATURE, SECOND_SIGNATURE_UNASKED ->
                FindingKind.SIGNATURE;
            case NOT_CANONICAL, WRONG_HASH -> FindingKind.CANONICAL;
            case WRONG_RECORD -> FindingKind.ALTERED;
            case TOO_LARGE, NOT_JSON, MISSING_FIELD, UNKNOWN_FIELD, BAD_FIELD -> FindingKind.SCHEMA;
        };
    }
}
