package dev.airlock.provenance.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;

/**
 * What one record of the tokens topic is in its log. The first line says which kind, so none can be taken for another:
 *
 * <pre>
 * airlock/token/v1         signer  signature in base64  the canonical bytes of the token
 * airlock/token-hash/v1    signer  signature in base64  sha256: of the canonical bytes, where the whole would be too long
 * airlock/unverified/v1    sha256: of the record's value
 * </pre>
 *
 * A hybrid key's signature is both of its signatures, 3373 bytes, so that the leaf covers the second one too. Parts are separated by newlines; nothing is behind the last one. Whoever holds a token can make its entry. See ADR 22.
 */
public sealed interface LogEntry {
    /** The longest entry that a bundle of tlog-tiles can hold, in bytes. */
    int BYTES_MAX = 0xffff;

    /** A token that was verified, whole. */
    record Sealed(KeyId signer, Bytes signature, Bytes canonical) implements LogEntry {
        static final String KIND = "airlock/token/v1";

        @Override
        public byte[] bytes() {
            return EntryForm.join(KIND, signer.value(), EntryForm.base64(signature), canonical.toArray());
        }
    }

    /** A token that was verified and is too long to be here. */
    record Large(KeyId signer, Bytes signature, Sha256 hash) implements LogEntry {
        static final String KIND = "airlock/token-hash/v1";

        @Override
        public byte[] bytes() {
            return EntryForm.join(
                    KIND,
                    signer.value(),
                    EntryForm.base64(signature),
                    hash.value().getBytes(US_ASCII));
        }
    }

    /** A record that is no token that verifies; it keeps its place. */
    record Unverified(Sha256 hash) implements LogEntry {
        static final String KIND = "airlock/unverified/v1";

        @Override
        public byte[] bytes() {
            return (KIND + "\n" + hash).getBytes(US_ASCII);
        }
    }

    /** The entry of this token. */
    static LogEntry of(Token token) {
        return of(token.signer(), token.signature(), token.canonical());
    }

    /** The entry of the token with these parts; {@code Sealed} if that is short enough, else {@code Large}. */
    static LogEntry of(KeyId signer, byte[] signature, byte[] canonical) {
        Sealed whole = new Sealed(signer, Bytes.of(signature), Bytes.of(canonical));
        return whole.bytes().length <= BYTES_MAX ? whole : new Large(signer, whole.signature(), Sha256.of(canonical));
    }

    /** The entry of a record with this value, of which {@link dev.airlock.provenance.TokenReader} made no token. */
    static LogEntry unverified(byte[] value) {
        return new Unverified(Sha256.of(value));
    }

    /**
     * The entry with these bytes. That a token is whole does not make it true; verify it.
     *
     * @throws LogRejected if {@link #bytes} of no entry gives these bytes
     */
    static LogEntry parse(byte[] bytes) throws LogRejected {
        return EntryForm.parse(bytes);
    }

    /** What is hashed, and served in bundles; at most {@link #BYTES_MAX}. */
    byte[] bytes();

    /** The hash of the leaf. */
    default TreeHash leaf() {
        return new TreeHasher().leaf(bytes());
    }
}
