package dev.airlock.schemas.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeysTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = "an intent".getBytes(StandardCharsets.UTF_8);

    /** RFC 8032 section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '', e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72, 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82, 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void signs_as_rfc_8032_does(String seed, String publicKey, String message, String signature) throws Exception {
        SigningKey key = SigningKey.fromSeed(HEX.parseHex(seed));

        assertThat(key.id()).isEqualTo(new KeyId("ed25519:" + publicKey));
        assertThat(key.sign(HEX.parseHex(message))).isEqualTo(HEX.parseHex(signature));
        key.id().key().verify(HEX.parseHex(message), HEX.parseHex(signature));
    }

    @Test
    void the_jdk_reads_our_pem_and_agrees_on_signatures() throws Exception {
        SigningKey key = SigningKey.generate(new SecureRandom());
        KeyFactory jdk = KeyFactory.getInstance("Ed25519");
        var jdkPrivate = jdk.generatePrivate(new PKCS8EncodedKeySpec(der(key.pkcs8Pem())));
        var jdkPublic =
                jdk.generatePublic(new X509EncodedKeySpec(der(key.verifyingKey().spkiPem())));

        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(jdkPublic);
        verifier.update(MESSAGE);
        assertThat(verifier.verify(key.sign(MESSAGE))).isTrue();
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(jdkPrivate);
        signer.update(MESSAGE);
        assertThat(signer.sign()).isEqualTo(key.sign(MESSAGE));
    }

    @Test
    void a_pem_made_by_the_jdk_loads() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String pem = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        SigningKey key = SigningKey.fromPkcs8Pem(pem);

        assertThat(key.pkcs8Pem()).isEqualTo(pem);
        assertThat(VerifyingKey.fromSpkiPem(pem("PUBLIC KEY", pair.getPublic().getEncoded())))
                .isEqualTo(key.verifyingKey());
        assertThat(SigningKey.fromPkcs8Pem(pem.replace("\n", "\r\n")).id()).isEqualTo(key.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\n????\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n"
            })
    void a_pem_that_is_no_ed25519_secret_is_refused_and_not_quoted(String pem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.fromPkcs8Pem(pem))
                .withMessage("not an Ed25519 PRIVATE KEY in PEM (RFC 8410)")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000", // neutral element
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
                "0000000000000000000000000000000000000000000000000000000000000000", // order 4
                "0000000000000000000000000000000000000000000000000000000000000080", // order 4, sign bit
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p + 1, non-canonical
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p, non-canonical
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0200000000000000000000000000000000000000000000000000000000000000" // off the curve
            })
    void a_weak_or_malformed_public_key_never_exists(String encoded) {
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.of(HEX.parseHex(encoded)));
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyId("ed25519:" + encoded).key());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void a_key_of_another_length_is_refused(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.of(new byte[length]));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.fromSeed(new byte[length]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ed25519:",
                "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511",
                "ed25519:D75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "ED25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\n"
            })
    void a_key_id_of_another_shape_is_refused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyId(value));
    }

    @Test
    void any_changed_bit_of_message_or_signature_is_refused() throws Exception {
        SigningKey key = SigningKey.fromSeed(new byte[32]);
        byte[] signature = key.sign(MESSAGE);
        key.verifyingKey().verify(MESSAGE, signature);

        for (int bit = 0; bit < signature.length * 8; bit++) {
            assertBad(key, MESSAGE, flipped(signature, bit));
        }
        for (int bit = 0; bit < MESSAGE.length * 8; bit++) {
            assertBad(key, flipped(MESSAGE, bit), signature);
        }
        for (int length : new int[] {0, 63, 65}) {
            assertBad(key, MESSAGE, Arrays.copyOf(signature, length));
        }
    }

    /**
     * S + L verifies in a lax implementation, which would make a second signature for the same message (RFC 8032
     * section 8.4).
     */
    @Test
    void a_malleated_signature_is_refused() {
        SigningKey key = SigningKey.fromSeed(new byte[32]);
        byte[] signature = key.sign(MESSAGE);
        byte[] order = HEX.parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            carry += (signature[32 + i] & 0xff) + (order[i] & 0xff);
            signature[32 + i] = (byte) carry;
            carry >>= 8;
        }
        assertBad(key, MESSAGE, signature);
    }

    @Test
    void a_secret_prints_as_its_public_id() {
        SigningKey key =
                SigningKey.fromSeed(HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));

        assertThat(key)
                .hasToString("SigningKey[ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a]");
    }

    @Test
    void callers_cannot_reach_the_bytes_inside() {
        byte[] seed = new byte[32];
        SigningKey key = SigningKey.fromSeed(seed);
        byte[] before = key.sign(MESSAGE);
        seed[0] = 1;
        key.verifyingKey().encoded()[0] ^= 1;

        assertThat(key.sign(MESSAGE)).isEqualTo(before);
        assertThatCode(() -> key.verifyingKey().verify(MESSAGE, before)).doesNotThrowAnyException();
    }

    private static void assertBad(SigningKey key, byte[] message, byte[] signature) {
        assertThatThrownBy(() -> key.verifyingKey().verify(message, signature))
                .isInstanceOfSatisfying(SignatureRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(SignatureRejected.Reason.BAD_SIGNATURE));
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
