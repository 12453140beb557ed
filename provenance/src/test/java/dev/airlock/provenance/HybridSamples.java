package dev.airlock.provenance;

import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Lane;
import java.util.Arrays;
import java.util.Map;

/** Hybrid keys for tests; what is trusted with them stands in the ring. */
final class HybridSamples {
    static final SigningKey EXECUTOR = key(5, 3);
    static final SigningKey GATEWAY = key(6, 4);

    /** Of this one readers have the id alone. */
    static final SigningKey HALF_KNOWN = key(7, 5);

    /** What somebody makes who has the executor's Ed25519 key, and not the other. */
    static final SigningKey BROKEN_INTO = key(5, 6);

    static final KeyRing RING = KeyRing.ofKeys(
            Map.of(
                    EXECUTOR.verifyingKey(), new Holder(KeyRole.EXECUTOR, "executor"),
                    GATEWAY.verifyingKey(), new Holder(KeyRole.GATEWAY, "gateway"),
                    HALF_KNOWN.id().key(), new Holder(KeyRole.EXECUTOR, "executor@half"),
                    Samples.EXECUTOR.verifyingKey(), new Holder(KeyRole.EXECUTOR, "executor@plain")),
            Map.of());

    static final TokenReader READER = new TokenReader(RING);
    static final ChainName CHAIN = chain(EXECUTOR);

    private HybridSamples() {}

    static ChainName chain(SigningKey key) {
        return new ChainName(key.id(), Lane.BUS, 3);
    }

    static Token token(int number, SigningKey key) {
        return Sealer.seal(Samples.completed(number), ChainHead.genesis(chain(key)), key)
                .token();
    }

    static byte[] seed(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) filling);
        return seed;
    }

    static byte[] first(byte[] seal) {
        return Arrays.copyOf(seal, VerifyingKey.SIGNATURE_BYTES);
    }

    static byte[] second(byte[] seal) {
        return Arrays.copyOfRange(seal, VerifyingKey.SIGNATURE_BYTES, seal.length);
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static SigningKey key(int filling, int second) {
        return SigningKey.hybrid(seed(filling), seed(second));
    }
}
