package dev.airlock.ledger.wire;

import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;

/**
 * What a record of the tokens topic is in the log of its partition. It hangs on the record's bytes alone: a token that is whole and sealed by the
 * key that it names has a token's entry, whoever holds that key, so that the topic leads to the same root today and in a year (from the
 * release on that knows hybrid keys: before, a record with such a key had the entry of one that does not verify); of a hybrid key's
 * the second signature is in the leaf, and whoever reads the token verifies it. Any thread.
 */
public final class Leaves {
    private Leaves() {}

    /** The entry of a record with this value; never throws on any bytes. */
    public static LogEntry of(byte[] value) {
        return switch (Codecs.TOKEN.decode(value)) {
            case Malformed<TokenRecord> _ -> LogEntry.unverified(value);
            case Good<TokenRecord>(TokenRecord record) -> of(record, value);
        };
    }

    /** The same of a record that was decoded from this value. */
    public static LogEntry of(TokenRecord record, byte[] value) {
        return TokenReader.isWhole(record)
                ? LogEntry.of(
                        new KeyId(record.keyId()),
                        record.signature().toArray(),
                        record.canonical().toArray())
                : LogEntry.unverified(value);
    }
}
