package dev.airlock.ledger.shell;

import dev.airlock.ledger.decide.Intake;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the records of the tokens' topic. Whether a token is to be trusted hangs on the keys of the key directory, which change; its leaf does
 * not: a token that is whole and sealed by the key that it names has a token's leaf, whoever holds that key, so that the topic leads to the same
 * root today and in a year. Any thread.
 */
final class Intakes {
    private final TokenReader trusted;

    /** What a record is, and its leaf. */
    record Read(Intake intake, LogEntry entry) {}

    Intakes(KeyRing ring) {
        this.trusted = new TokenReader(ring);
    }

    /** What the record is, which the bus took up at that time; never throws on any bytes. */
    Read read(byte[] value, Instant appended) {
        return switch (Codecs.TOKEN.decode(value)) {
            case Malformed<TokenRecord>(String reason) ->
                new Read(new Intake.Unreadable(reason), LogEntry.unverified(value));
            case Good<TokenRecord>(TokenRecord record) -> read(record, value, appended);
        };
    }

    private Read read(TokenRecord record, byte[] value, Instant appended) {
        try {
            Token token = trusted.read(record, appended);
            return new Read(new Intake.Verified(token), LogEntry.of(token));
        } catch (TokenRejected e) {
            LogEntry entry = selfSealed(record).map(LogEntry::of).orElseGet(() -> LogEntry.unverified(value));
            return new Read(new Intake.Rejected(Optional.of(record.tokenId()), e.getMessage()), entry);
        }
    }

    /** The token, if it is whole and the key that it names has sealed it. */
    private static Optional<Token> selfSealed(TokenRecord record) {
        try {
            var named = new KeyId(record.keyId());
            var itself = KeyRing.of(Map.of(named, new Holder(KeyRole.EXECUTOR, "named by the token")));
            return Optional.of(new TokenReader(itself).read(record));
        } catch (TokenRejected | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
