package dev.airlock.ledger.shell;

import dev.airlock.ledger.decide.Intake;
import dev.airlock.ledger.wire.Leaves;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the records of the tokens' topic. Whether a token is to be trusted hangs on the keys of the key directory, which change; its leaf does
 * not, see {@link Leaves}. Any thread.
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
            return new Read(
                    new Intake.Rejected(Optional.of(record.tokenId()), e.getMessage()), Leaves.of(record, value));
        }
    }
}
