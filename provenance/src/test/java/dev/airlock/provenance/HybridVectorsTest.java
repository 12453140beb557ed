package dev.airlock.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published vectors of hybrid keys, {@code hybrid-good.json} and {@code hybrid-bad.json}; written anew as {@link VectorsTest} says. */
class HybridVectorsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** SubjectPublicKeyInfo of ML-DSA-65 up to the key (RFC 9881 section 4). */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("308207b2300b0609608648016503040312038207a100");

    static Stream<JsonNode> good() throws IOException {
        return published("hybrid-good.json");
    }

    static Stream<JsonNode> bad() throws IOException {
        return published("hybrid-bad.json");
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_vector_can_be_made_again_from_its_seeds(JsonNode vector) throws Exception {
        HexFormat hex = HexFormat.of();
        SigningKey key =
                SigningKey.hybrid(hex.parseHex(text(vector, "seed")), hex.parseHex(text(vector, "second_seed")));
        byte[] canonical = text(vector, "canonical").getBytes(UTF_8);
        byte[] seal = HybridSamples.joined(bytes(vector, "signature"), bytes(vector, "second_signature"));

        assertThat(key.id()).hasToString(text(vector, "signer"));
        assertThat(key.seal(canonical)).isEqualTo(seal);
        Token token = HybridSamples.READER.read(canonical, seal, key.id());
        assertThat(token.json()).isEqualTo(text(vector, "json"));
        assertThat(HybridSamples.READER.readJson(token.json().getBytes(UTF_8))).isEqualTo(token);
        assertThat(HybridSamples.READER.read(token.record())).isEqualTo(token);
    }

    /** Uses nothing of ours. */
    @ParameterizedTest
    @MethodSource("good")
    void a_good_vectors_second_signature_verifies_with_the_jdk_alone(JsonNode vector) throws Exception {
        byte[] canonical = text(vector, "canonical").getBytes(UTF_8);
        String signer = MAPPER.readTree(canonical).get("signer").textValue();
        byte[] key = bytes(vector, "second_key");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
        assertThat(signer.substring("ed25519-mldsa65:".length() + 64))
                .isEqualTo(HexFormat.of().formatHex(digest));

        Signature verifier = Signature.getInstance("ML-DSA-65", "SUN");
        verifier.initVerify(KeyFactory.getInstance("ML-DSA", "SUN")
                .generatePublic(new X509EncodedKeySpec(HybridSamples.joined(SPKI_PREFIX, key))));
        verifier.update(canonical);
        assertThat(verifier.verify(bytes(vector, "second_signature"))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_bad_vector_is_refused_for_its_reason(JsonNode vector) {
        assertThatThrownBy(() -> HybridSamples.READER.read(
                        bytes(vector, "canonical_base64"), bytes(vector, "seal"), new KeyId(text(vector, "signer"))))
                .as(text(vector, "name"))
                .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                        .as(rejected.getMessage())
                        .hasToString(text(vector, "reason")));
    }

    @Test
    void the_published_vectors_are_what_the_code_writes() throws Exception {
        ArrayNode good = goodVectors();
        ArrayNode bad = badVectors();
        String target = System.getProperty("vectors", "");
        if (!target.isEmpty()) {
            write(Path.of(target, "hybrid-good.json"), good);
            write(Path.of(target, "hybrid-bad.json"), bad);
        }
        assertThat(good().toList()).hasSize(4).containsExactlyElementsOf(good);
        assertThat(bad().toList()).hasSizeGreaterThanOrEqualTo(30).containsExactlyElementsOf(bad);
    }

    private static ArrayNode goodVectors() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        var first = Sealer.seal(Samples.completed(1), ChainHead.genesis(HybridSamples.CHAIN), HybridSamples.EXECUTOR);
        array.add(vector("first token of a chain, completed", HybridSamples.EXECUTOR, 5, 3, first.token()));
        var second = Sealer.seal(Samples.killed(2), first.next(), HybridSamples.EXECUTOR);
        array.add(vector("second token, killed", HybridSamples.EXECUTOR, 5, 3, second.token()));
        var third = Sealer.seal(Samples.refused(3), second.next().nextEpoch(), HybridSamples.EXECUTOR);
        array.add(vector("genesis of the next epoch, refused", HybridSamples.EXECUTOR, 5, 3, third.token()));
        var refusal = MoreSamples.refusals().entrySet().iterator().next();
        var gateway = Sealer.seal(
                refusal.getValue(),
                ChainHead.genesis(HybridSamples.chain(HybridSamples.GATEWAY)),
                HybridSamples.GATEWAY);
        array.add(vector(refusal.getKey(), HybridSamples.GATEWAY, 6, 4, gateway.token()));
        return array;
    }

    private static ObjectNode vector(String name, SigningKey key, int seed, int second, Token token) {
        String pem = key.verifyingKey().spkiPem();
        String block = pem.substring(pem.indexOf("-----BEGIN", 1)).replaceAll("-----[A-Z ]+-----", "");
        byte[] spki = Base64.getMimeDecoder().decode(block);
        byte[] published = Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length);
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("seed", "%02x".formatted(seed).repeat(SigningKey.SEED_BYTES))
                .put("second_seed", "%02x".formatted(second).repeat(SigningKey.SEED_BYTES))
                .put("signer", key.id().value())
                .put("second_key", base64(published))
                .put("canonical", new String(token.canonical(), UTF_8))
                .put("hash", token.hash().value())
                .put("signature", base64(HybridSamples.first(token.signature())))
                .put("second_signature", base64(HybridSamples.second(token.signature())))
                .put("json", token.json());
    }

    private static ArrayNode badVectors() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (HybridBadVectors.Vector vector : HybridBadVectors.all()) {
            array.addObject()
                    .put("name", vector.name())
                    .put("reason", vector.reason().name())
                    .put("signer", vector.signer().value())
                    .put("canonical_base64", base64(vector.canonical().toArray()))
                    .put("seal", base64(vector.seal().toArray()));
        }
        return array;
    }

    private static void write(Path file, JsonNode vectors) throws IOException {
        Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(vectors) + "\n");
    }

    private static Stream<JsonNode> published(String name) throws IOException {
        try (InputStream in = HybridVectorsTest.class.getResourceAsStream("/vectors/" + name)) {
            assertThat(in).as("/vectors/" + name).isNotNull();
            return StreamSupport.stream(MAPPER.readTree(in).spliterator(), false);
        }
    }

    private static byte[] bytes(JsonNode vector, String member) {
        return Base64.getDecoder().decode(text(vector, member));
    }

    private static String text(JsonNode vector, String member) {
        return vector.get(member).textValue();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
