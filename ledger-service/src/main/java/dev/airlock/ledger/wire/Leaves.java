package dev.airlock.ledger.wire;

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
import java.util.Map;
import java.util.Optional;

/**
 * What a record of the tokens topic is in the log of its partition. It hangs on the record's bytes alone: a token that is whole and sealed by the
 * key that it names has a token's entry, whoever holds that key, so that the topic leads to the same root today and in a year. Any thread.
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
        return selfSealed(record).map(LogEntry::of).orElseGet(() -> LogEntry.unverified(value));
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
