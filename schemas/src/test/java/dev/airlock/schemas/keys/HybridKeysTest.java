package dev.airlock.schemas.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.SignatureRejected.Reason;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HybridKeysTest {
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final SigningKey PLAIN = SigningKey.fromSeed(seed(1));
    private static final SigningKey HYBRID = SigningKey.hybrid(seed(1), seed(3));
    private static final SigningKey OTHER = SigningKey.hybrid(seed(2), seed(4));

    private static byte[] seed(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) filling);
        return seed;
    }

    private static byte[] second(byte[] seal) {
        return Arrays.copyOfRange(seal, VerifyingKey.SIGNATURE_BYTES, seal.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static void assertRefused(VerifyingKey key, byte[] seal, Reason reason) {
        assertThatExceptionOfType(SignatureRejected.class)
                .isThrownBy(() -> key.verifySeal(BODY, seal))
                .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    /** The answer was found with another program first. */
    @Test
    void the_second_key_of_a_seed_is_the_one_of_fips_204() throws Exception {
        byte[] published = MlDsaSecret.fromSeed(seed(3)).published().encoded();

        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(published)))
                .isEqualTo("663f26006bbbbd9243cf4881dd06a740d22487719c2f371c3bbeef6e86b7a5e8");
        assertThat(HYBRID.id().value())
                .isEqualTo("ed25519-mldsa65:" + PLAIN.id().value().substring("ed25519:".length())
                        + "663f26006bbbbd9243cf4881dd06a740d22487719c2f371c3bbeef6e86b7a5e8");
    }

    /** A second implementation makes the same key, the same signature, and accepts ours. */
    @Test
    void bouncy_castle_agrees_with_the_jdk_on_key_and_signature() throws Exception {
        var theirs = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed(3));
        byte[] published = MlDsaSecret.fromSeed(seed(3)).published().encoded();
        assertThat(theirs.getPublicKey()).isEqualTo(published);

        var signer = new MLDSASigner();
        signer.init(true, theirs);
        signer.update(BODY, 0, BODY.length);
        assertThat(second(HYBRID.seal(BODY))).isEqualTo(signer.generateSignature());

        var verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, published));
        verifier.update(BODY, 0, BODY.length);
        assertThat(verifier.verifySignature(second(HYBRID.seal(BODY)))).isTrue();
    }

    @Test
    void a_hybrid_seal_has_both_signatures_and_is_the_same_each_time() throws Exception {
        byte[] seal = HYBRID.seal(BODY);

        assertThat(seal)
                .hasSize(64 + 3309)
                .isEqualTo(SigningKey.hybrid(seed(1), seed(3)).seal(BODY));
        assertThat(seal).startsWith(PLAIN.sign(BODY));
        HYBRID.verifyingKey().verifySeal(BODY, seal);
        SigningKey fresh = SigningKey.generateHybrid(new SecureRandom());
        fresh.verifyingKey().verifySeal(BODY, fresh.seal(BODY));
        assertThat(PLAIN.seal(BODY)).isEqualTo(PLAIN.sign(BODY));
        PLAIN.verifyingKey().verifySeal(BODY, PLAIN.seal(BODY));
    }

    @Test
    void what_is_no_token_has_one_signature_under_a_hybrid_key_too() throws Exception {
        assertThat(HYBRID.sign(BODY)).hasSize(64);
        HYBRID.verifyingKey().verify(BODY, HYBRID.sign(BODY));
        HYBRID.id().key().verify(BODY, HYBRID.sign(BODY));
    }

    @Test
    void a_stripped_seal_is_refused_and_never_taken_for_a_plain_one() {
        assertRefused(HYBRID.verifyingKey(), HYBRID.sign(BODY), Reason.NO_SECOND);
    }

    @Test
    void a_second_signature_under_a_plain_key_is_refused() {
        assertRefused(PLAIN.verifyingKey(), HYBRID.seal(BODY), Reason.SECOND_UNASKED);
    }

    @Test
    void a_reader_that_knows_the_id_alone_verifies_no_seal() {
        assertRefused(HYBRID.id().key(), HYBRID.seal(BODY), Reason.NO_SECOND_KEY);
        assertRefused(HYBRID.id().key(), HYBRID.sign(BODY), Reason.NO_SECOND);
    }

    @Test
    void either_half_being_wrong_is_refused() {
        byte[] seal = HYBRID.seal(BODY);
        byte[] elsewhere = HYBRID.seal(new byte[1]);

        assertRefused(HYBRID.verifyingKey(), joined(HYBRID.sign(new byte[1]), second(seal)), Reason.BAD_SIGNATURE);
        assertRefused(HYBRID.verifyingKey(), joined(HYBRID.sign(BODY), second(elsewhere)), Reason.BAD_SECOND);
        assertRefused(HYBRID.verifyingKey(), joined(HYBRID.sign(BODY), second(OTHER.seal(BODY))), Reason.BAD_SECOND);
        assertRefused(HYBRID.verifyingKey(), joined(second(seal), HYBRID.sign(BODY)), Reason.BAD_SIGNATURE);
        assertRefused(HYBRID.verifyingKey(), Arrays.copyOf(seal, seal.length + 1), Reason.BAD_SECOND);
        assertRefused(HYBRID.verifyingKey(), new byte[0], Reason.BAD_SIGNATURE);
    }

    @Test
    void no_bit_of_a_seal_can_be_changed() {
        byte[] seal = HYBRID.seal(BODY);
        for (int at = 0; at < seal.length; at += 97) {
            byte[] changed = seal.clone();
            changed[at] ^= (byte) (1 << (at % Byte.SIZE));
            assertRefused(
                    HYBRID.verifyingKey(),
                    changed,
                    at < VerifyingKey.SIGNATURE_BYTES ? Reason.BAD_SIGNATURE : Reason.BAD_SECOND);
        }
        byte[] hints = seal.clone();
        hints[hints.length - 1] = (byte) 0xff; // more hints than there may be: the JDK throws for these
        assertRefused(HYBRID.verifyingKey(), hints, Reason.BAD_SECOND);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 65, 3308, 3372})
    void a_seal_cut_short_is_refused(int length) {
        assertThatExceptionOfType(SignatureRejected.class)
                .isThrownBy(() -> HYBRID.verifyingKey().verifySeal(BODY, Arrays.copyOf(HYBRID.seal(BODY), length)));
    }

    @Test
    void a_key_comes_back_from_its_file_and_prints_no_secret() throws Exception {
        String secret = HYBRID.pkcs8Pem();
        String published = HYBRID.verifyingKey().spkiPem();

        assertThat(SigningKey.fromSealersPem(secret).pkcs8Pem()).isEqualTo(secret);
        assertThat(SigningKey.fromSealersPem(secret.replace("\n", "\r\n")).seal(BODY))
                .isEqualTo(HYBRID.seal(BODY));
        assertThat(VerifyingKey.fromSealersPem(published)).isEqualTo(HYBRID.verifyingKey());
        assertThat(SigningKey.fromSealersPem(PLAIN.pkcs8Pem()).id()).isEqualTo(PLAIN.id());
        assertThat(VerifyingKey.fromSealersPem(PLAIN.verifyingKey().spkiPem())).isEqualTo(PLAIN.verifyingKey());
        assertThat(HYBRID).hasToString("SigningKey[" + HYBRID.id() + "]");
        String block = published.substring(published.indexOf("-----BEGIN", 1));
        byte[] der = Base64.getMimeDecoder().decode(block.replaceAll("-----[A-Z ]+-----", ""));
        assertThat(KeyFactory.getInstance("ML-DSA")
                        .generatePublic(new X509EncodedKeySpec(der))
                        .getEncoded())
                .isEqualTo(der);
    }

    @Test
    void halves_of_a_file_are_no_hybrid_key() {
        String secret = HYBRID.pkcs8Pem();
        String published = HYBRID.verifyingKey().spkiPem();
        String firstHalf = published.substring(0, published.indexOf("-----BEGIN", 1));
        String secondHalf = published.substring(firstHalf.length());

        assertThat(VerifyingKey.fromSealersPem(firstHalf).id())
                .as("the first alone is another key")
                .isEqualTo(PLAIN.id());
        for (String bad : new String[] {
            secondHalf,
            secondHalf + firstHalf,
            firstHalf + firstHalf,
            published + secondHalf,
            published + "x",
            firstHalf + "\n" + "x" + secondHalf
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.fromSealersPem(bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.fromSealersPem(secret + secret));
        assertThatIllegalArgumentException()
                .as("a caller's key is never hybrid")
                .isThrownBy(() -> SigningKey.fromPkcs8Pem(secret));
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.fromSpkiPem(published));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.fromSealersPem(secret.replace("U", "V")))
                .satisfies(e -> assertThat(secret.lines().filter(line -> !line.startsWith("-")))
                        .noneMatch(line -> e.getMessage().contains(line)));
    }

    @Test
    void an_id_has_one_form_and_its_bytes_give_it_back() {
        for (SigningKey key : new SigningKey[] {PLAIN, HYBRID}) {
            assertThat(KeyId.ofBytes(key.id().bytes())).isEqualTo(key.id());
        }
        assertThat(HYBRID.id().isHybrid()).isTrue();
        assertThat(PLAIN.id().isHybrid()).isFalse();
        for (int length : new int[] {0, 31, 33, 63, 65}) {
            assertThatIllegalArgumentException().isThrownBy(() -> KeyId.ofBytes(new byte[length]));
        }
        String id = HYBRID.id().value();
        for (String bad : new String[] {
            id.substring(0, id.length() - 1),
            id + "0",
            id.substring(0, id.length() - 64),
            id.toUpperCase(java.util.Locale.ROOT),
            id.replace("ed25519-mldsa65:", "ed25519:"),
            PLAIN.id().value().replace("ed25519:", "ed25519-mldsa65:")
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> new KeyId(bad));
        }
    }

    @Test
    void a_ring_that_would_let_the_first_half_seal_alone_is_not_made() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.ofKeys(
                        Map.of(
                                HYBRID.verifyingKey(), new Holder(KeyRole.EXECUTOR, "executor"),
                                PLAIN.verifyingKey(), new Holder(KeyRole.EXECUTOR, "executor@half")),
                        Map.of()))
                .withMessageContaining("have one Ed25519 key");
    }

    @ParameterizedTest
    @EnumSource(KeyRole.class)
    void only_sealers_have_hybrid_keys(KeyRole role) throws Exception {
        var holders = Map.of(HYBRID.verifyingKey(), new Holder(role, "somebody"));
        if (KeyRole.SEALERS.contains(role)) {
            KeyRing ring = KeyRing.ofKeys(holders, Map.of());
            ring.verifySeal(HYBRID.id(), BODY, HYBRID.seal(BODY));
            ring.verify(role, HYBRID.id(), BODY, HYBRID.sign(BODY));
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> KeyRing.ofKeys(holders, Map.of()));
        }
    }
}
