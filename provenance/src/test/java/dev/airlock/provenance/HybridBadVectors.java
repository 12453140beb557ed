package dev.airlock.provenance;

import static dev.airlock.provenance.HybridSamples.BROKEN_INTO;
import static dev.airlock.provenance.HybridSamples.EXECUTOR;
import static dev.airlock.provenance.HybridSamples.GATEWAY;
import static dev.airlock.provenance.HybridSamples.HALF_KNOWN;
import static dev.airlock.provenance.HybridSamples.first;
import static dev.airlock.provenance.HybridSamples.joined;
import static dev.airlock.provenance.HybridSamples.second;
import static dev.airlock.provenance.HybridSamples.seed;
import static dev.airlock.provenance.HybridSamples.token;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.provenance.TokenRejected.Reason;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.HashMLDSASigner;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** Seals that every verifier must refuse, of which at least one of the two signatures is often good. */
final class HybridBadVectors {
    private final List<Vector> vectors = new ArrayList<>();
    private final Token good = token(1, EXECUTOR);
    private final Token other = token(2, EXECUTOR);
    private final byte[] bytes = good.canonical();
    private final byte[] seal = good.signature();

    /** A record and why it is refused. */
    record Vector(String name, Reason reason, Bytes canonical, Bytes seal, KeyId signer) {}

    static List<Vector> all() {
        var bad = new HybridBadVectors();
        bad.missing();
        bad.moved();
        bad.cut();
        bad.otherForms();
        bad.otherKeys();
        return List.copyOf(bad.vectors);
    }

    private void missing() {
        add("stripped of the second signature", Reason.NO_SECOND_SIGNATURE, first(seal));
        add("stripped of the first", Reason.BAD_SIGNATURE, second(seal));
        add("no signature", Reason.BAD_SIGNATURE, new byte[0]);
        add("zeros for the first", Reason.BAD_SIGNATURE, joined(new byte[64], second(seal)));
        add("zeros for the second", Reason.BAD_SECOND_SIGNATURE, joined(first(seal), new byte[3309]));
    }

    private void moved() {
        add("swapped", Reason.BAD_SIGNATURE, joined(second(seal), first(seal)));
        add(
                "second signature of another token",
                Reason.BAD_SECOND_SIGNATURE,
                joined(first(seal), second(other.signature())));
        add("first signature of another token", Reason.BAD_SIGNATURE, joined(first(other.signature()), second(seal)));
        add("both signatures of another token", Reason.BAD_SIGNATURE, other.signature());
        add("the second signature twice", Reason.BAD_SECOND_SIGNATURE, joined(seal, second(seal)));
        add(
                "second signature over the hash instead of the bytes",
                Reason.BAD_SECOND_SIGNATURE,
                joined(first(seal), second(EXECUTOR.seal(good.hash().bytes()))));
        byte[] changed =
                new String(bytes, UTF_8).replace("\"local\"", "\"loca1\"").getBytes(UTF_8);
        add(
                "one word changed and signed anew by the first key alone",
                Reason.BAD_SECOND_SIGNATURE,
                changed,
                joined(EXECUTOR.sign(changed), second(seal)),
                EXECUTOR.id());
        add(
                "one word changed and signed anew by the second key alone",
                Reason.BAD_SIGNATURE,
                changed,
                joined(first(seal), second(EXECUTOR.seal(changed))),
                EXECUTOR.id());
    }

    private void cut() {
        add("second signature cut by a byte", Reason.BAD_SECOND_SIGNATURE, Arrays.copyOf(seal, seal.length - 1));
        add("a byte of the second signature", Reason.BAD_SECOND_SIGNATURE, Arrays.copyOf(seal, 65));
        add("a byte too many", Reason.BAD_SECOND_SIGNATURE, Arrays.copyOf(seal, seal.length + 1));
        byte[] hints = seal.clone();
        hints[hints.length - 1] = (byte) 0xff;
        add("more hints than there may be", Reason.BAD_SECOND_SIGNATURE, hints);
        byte[] bit = seal.clone();
        bit[64] ^= 1;
        add("a bit of the second signature's challenge", Reason.BAD_SECOND_SIGNATURE, bit);
        byte[] response = seal.clone();
        response[1000] ^= 0x10;
        add("a bit of the second signature's response", Reason.BAD_SECOND_SIGNATURE, response);
    }

    private void otherForms() {
        add("by ML-DSA-44 of the same seed", Reason.BAD_SECOND_SIGNATURE, with(MLDSAParameters.ml_dsa_44));
        add("by ML-DSA-87 of the same seed", Reason.BAD_SECOND_SIGNATURE, with(MLDSAParameters.ml_dsa_87));
        var key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed(3));
        add(
                "by the right key with a context",
                Reason.BAD_SECOND_SIGNATURE,
                joined(first(seal), pure(new ParametersWithContext(key, new byte[] {1}))));
        add("by the right key with a pre-hash", Reason.BAD_SECOND_SIGNATURE, joined(first(seal), hashed()));
    }

    private void otherKeys() {
        add(
                "second signature by another trusted key",
                Reason.BAD_SECOND_SIGNATURE,
                joined(first(seal), second(GATEWAY.seal(bytes))));
        SigningKey plain = Samples.EXECUTOR;
        Token its = token(1, plain);
        add(
                "a plain key with a second signature",
                Reason.SECOND_SIGNATURE_UNASKED,
                its.canonical(),
                joined(its.signature(), second(EXECUTOR.seal(its.canonical()))),
                plain.id());
        SigningKey half = SigningKey.fromSeed(seed(5));
        add(
                "the first half named as a plain key, with its signature alone",
                Reason.UNKNOWN_KEY,
                bytes,
                first(seal),
                half.id());
        Token alone = token(1, half);
        add(
                "sealed by the first half as a plain key",
                Reason.UNKNOWN_KEY,
                alone.canonical(),
                alone.signature(),
                half.id());
        Token forged = token(1, BROKEN_INTO);
        add(
                "sealed by the first half and a second key of somebody else",
                Reason.UNKNOWN_KEY,
                forged.canonical(),
                forged.signature(),
                BROKEN_INTO.id());
        add(
                "the same in the trusted key's name",
                Reason.BAD_SECOND_SIGNATURE,
                bytes,
                BROKEN_INTO.seal(bytes),
                EXECUTOR.id());
        Token unknown = token(1, HALF_KNOWN);
        add(
                "by a hybrid key of which the id alone is known",
                Reason.SECOND_KEY_UNKNOWN,
                unknown.canonical(),
                unknown.signature(),
                HALF_KNOWN.id());
        add(
                "the same, stripped",
                Reason.NO_SECOND_SIGNATURE,
                unknown.canonical(),
                first(unknown.signature()),
                HALF_KNOWN.id());
        Token ran = token(1, GATEWAY);
        add(
                "a hybrid gateway says that something ran",
                Reason.WRONG_ROLE,
                ran.canonical(),
                ran.signature(),
                GATEWAY.id());
        add(
                "signed by the hybrid gateway in the executor's name",
                Reason.WRONG_SIGNER,
                bytes,
                GATEWAY.seal(bytes),
                GATEWAY.id());
    }

    private byte[] with(MLDSAParameters parameters) {
        return joined(first(seal), pure(new MLDSAPrivateKeyParameters(parameters, seed(3))));
    }

    private byte[] pure(CipherParameters key) {
        var signer = new MLDSASigner();
        signer.init(true, key);
        signer.update(bytes, 0, bytes.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] hashed() {
        var signer = new HashMLDSASigner();
        signer.init(true, new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65_with_sha512, seed(3)));
        signer.update(bytes, 0, bytes.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(String name, Reason reason, byte[] seal) {
        add(name, reason, bytes, seal, EXECUTOR.id());
    }

    private void add(String name, Reason reason, byte[] canonical, byte[] seal, KeyId signer) {
        vectors.add(new Vector(name, reason, Bytes.of(canonical), Bytes.of(seal), signer));
    }
}
