package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.Reach;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Inbound;
import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;

/** Tokens out of the records of the bus, each one verified. */
final class TokenSource {
    private final KeyRing ring;
    private final TokenReader reader;

    private TokenSource(KeyRing ring) {
        this.ring = ring;
        this.reader = new TokenReader(ring);
    }

    /** A verifier for the beginning of a partition, which knows whose keys gave way to one another. */
    ChainVerifier chains(int partition) {
        return new ChainVerifier(partition, ChainVerifier.WINDOW_TOKENS, KeyTerms.places(ring));
    }

    /** Trusts the keys of the data directory. */
    static TokenSource of(DataDirectory data) throws IOException {
        return new TokenSource(new KeyFiles(data.keys(), new SecureRandom()).ring());
    }

    /** The bus of a data directory; what keeps us from it, in words. */
    static Reach reach(DataDirectory data) throws IOException, Trouble {
        try {
            return Reach.open(data);
        } catch (Reach.NothingHere e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock run code:execute 'print(1)'");
        } catch (BrokerRefused e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock doctor");
        }
    }

    /**
     * @throws TokenRejected if it is no token that one of ours sealed
     */
    Token read(TokenRecord record) throws TokenRejected {
        return reader.read(record);
    }

    /**
     * @throws TokenRejected the same; {@code MalformedRecord} if it is not even a record
     */
    Token read(byte[] record) throws TokenRejected, MalformedRecord {
        return switch (Codecs.TOKEN.decode(record)) {
            case Good<TokenRecord>(TokenRecord token) -> read(token);
            case Malformed<TokenRecord>(String reason) -> throw new MalformedRecord(reason);
        };
    }

    /**
     * The token in a whole JSON object.
     *
     * @throws TokenRejected if it is no token that one of ours sealed
     */
    Token readJson(byte[] json) throws TokenRejected {
        return reader.readJson(json);
    }

    /**
     * The same, and the key must have counted when the bus took the record up.
     *
     * @throws TokenRejected the same; {@code MalformedRecord} if it is not even a record
     */
    Token read(Inbound record) throws TokenRejected, MalformedRecord {
        return read(record.value(), record.appendedAt());
    }

    /**
     * The same of a record that is kept elsewhere.
     *
     * @throws TokenRejected the same; {@code MalformedRecord} if it is not even a record
     */
    Token read(byte[] record, Instant appendedAt) throws TokenRejected, MalformedRecord {
        return switch (Codecs.TOKEN.decode(record)) {
            case Good<TokenRecord>(TokenRecord token) -> reader.read(token, appendedAt);
            case Malformed<TokenRecord>(String reason) -> throw new MalformedRecord(reason);
        };
    }

    /** Not a token record. */
    static final class MalformedRecord extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedRecord(String message) {
            super(message);
        }
    }
}
