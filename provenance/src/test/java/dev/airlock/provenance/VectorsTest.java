package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published vectors. {@code good.json}: tokens with the seed of their key, so that bytes, hash and signature can
 * be made again by anyone. {@code bad.json}: records to be refused, each with the reason. To write them anew after a
 * change of the format: {@code mvn test -Dvectors=$PWD/provenance/src/test/resources/vectors}.
 */
class VectorsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** SubjectPublicKeyInfo of Ed25519 up to the key (RFC 8410 section 4). */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    static Stream<JsonNode> good() throws IOException {
        return published("good.json");
    }

    static Stream<JsonNode> bad() throws IOException {
        return published("bad.json");
    }

    @ParameterizedTest
    @MethodSource("good")
    void a_good_vector_can_be_made_again_from_its_seed(JsonNode vector) throws Exception {
        SigningKey key = SigningKey.fromSeed(HexFormat.of().parseHex(text(vector, "seed")));
        byte[] canonical = text(vector, "canonical").getBytes(StandardCharsets.UTF_8);
        byte[] signature = Base64.getDecoder().decode(text(vector, "signature"));

        Token token = Samples.READER.read(canonical, signature, new KeyId(text(vector, "signer")));

        assertThat(key.sign(canonical)).isEqualTo(signature);
        assertThat(CanonicalToken.bytes(token.content(), token.link())).isEqualTo(canonical);
        assertThat(token.hash()).hasToString(text(vector, "hash"));
        assertThat(token.json()).isEqualTo(text(vector, "json"));
        assertThat(Samples.READER.readJson(token.json().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(token);
    }

    /** Uses nothing of ours: any language can do the same. */
    @ParameterizedTest
    @MethodSource("good")
    void a_good_vector_verifies_with_the_jdk_alone(JsonNode vector) throws Exception {
        byte[] canonical = text(vector, "canonical").getBytes(StandardCharsets.UTF_8);
        String signer = MAPPER.readTree(canonical).get("signer").textValue();
        byte[] key = HexFormat.of().parseHex(signer.substring("ed25519:".length()));
        byte[] spki = new byte[SPKI_PREFIX.length + key.length];
        System.arraycopy(SPKI_PREFIX, 0, spki, 0, SPKI_PREFIX.length);
        System.arraycopy(key, 0, spki, SPKI_PREFIX.length, key.length);

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical);
        Signature verifier = Signature.getInstance("Ed25519", "SunEC");
        verifier.initVerify(KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(spki)));
        verifier.update(canonical);

        assertThat("sha256:" + HexFormat.of().formatHex(digest)).isEqualTo(text(vector, "hash"));
        assertThat(verifier.verify(Base64.getDecoder().decode(text(vector, "signature"))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_bad_vector_is_refused_for_its_reason(JsonNode vector) {
        byte[] canonical = Base64.getDecoder().decode(text(vector, "canonical_base64"));
        byte[] signature = Base64.getDecoder().decode(text(vector, "signature"));
        KeyId signer = new KeyId(text(vector, "signer"));

        assertThatThrownBy(() -> Samples.READER.read(canonical, signature, signer))
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
            write(Path.of(target, "good.json"), good);
            write(Path.of(target, "bad.json"), bad);
        }
        assertThat(good().toList()).hasSizeGreaterThanOrEqualTo(8).containsExactlyElementsOf(good);
        assertThat(bad().toList()).hasSizeGreaterThanOrEqualTo(100).containsExactlyElementsOf(bad);
    }

    private static ArrayNode goodVectors() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        ChainHead head = ChainHead.genesis(Samples.CHAIN);
        Map<String, UnsealedToken> executions = new LinkedHashMap<>();
        executions.put("first token of a chain, completed", Samples.completed(1));
        executions.put("second token, killed", Samples.killed(2));
        executions.put("third token, faulted", Samples.faulted(3));
        executions.put("fourth token, of a guest that was measured right before", MoreSamples.measured(4));
        List<String> names = new ArrayList<>(executions.keySet());
        for (String name : names) {
            var sealed = Sealer.seal(executions.get(name), head, Samples.EXECUTOR);
            array.add(vector(name, Samples.EXECUTOR, 1, sealed.token()));
            head = sealed.next();
        }
        var epoch = Sealer.seal(Samples.refused(4), head.nextEpoch(), Samples.EXECUTOR);
        array.add(vector("genesis of the next epoch, refused by the executor", Samples.EXECUTOR, 1, epoch.token()));
        var files = Sealer.seal(MoreSamples.withFiles(5), epoch.next(), Samples.EXECUTOR);
        array.add(vector("second token of that epoch, completed with files", Samples.EXECUTOR, 1, files.token()));
        var cancelled = Sealer.seal(MoreSamples.cancelled(6), files.next(), Samples.EXECUTOR);
        array.add(vector("third token of that epoch, cancelled in its run", Samples.EXECUTOR, 1, cancelled.token()));
        var unbegun = Sealer.seal(MoreSamples.cancelledBefore(7), cancelled.next(), Samples.EXECUTOR);
        array.add(vector("fourth token of that epoch, cancelled before it", Samples.EXECUTOR, 1, unbegun.token()));
        var audited = Sealer.seal(MoreSamples.audited(8), unbegun.next(), Samples.EXECUTOR);
        array.add(vector("fifth token of that epoch, completed in audit mode", Samples.EXECUTOR, 1, audited.token()));
        ChainHead gateway = ChainHead.genesis(MoreSamples.GATEWAY_CHAIN);
        for (var refusal : MoreSamples.refusals().entrySet()) {
            var sealed = Sealer.seal(refusal.getValue(), gateway, Samples.GATEWAY);
            array.add(vector(refusal.getKey(), Samples.GATEWAY, 2, sealed.token()));
            gateway = sealed.next();
        }
        return array;
    }

    private static JsonNode vector(String name, SigningKey key, int filling, Token token) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("seed", "%02x".formatted(filling).repeat(SigningKey.SEED_BYTES))
                .put("signer", key.id().value())
                .put("canonical", new String(token.canonical(), StandardCharsets.UTF_8))
                .put("hash", token.hash().value())
                .put("signature", Base64.getEncoder().encodeToString(token.signature()))
                .put("json", token.json());
    }

    private static ArrayNode badVectors() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (BadVectors.Vector vector : BadVectors.all()) {
            array.addObject()
                    .put("name", vector.name())
                    .put("reason", vector.reason().name())
                    .put("signer", vector.signer())
                    .put("canonical_base64", vector.canonicalBase64())
                    .put("signature", vector.signatureBase64());
        }
        return array;
    }

    private static void write(Path file, JsonNode vectors) throws IOException {
        Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(vectors) + "\n");
    }

    private static Stream<JsonNode> published(String name) throws IOException {
        try (InputStream in = VectorsTest.class.getResourceAsStream("/vectors/" + name)) {
            assertThat(in).as("/vectors/" + name).isNotNull();
            return StreamSupport.stream(MAPPER.readTree(in).spliterator(), false);
        }
    }

    private static String text(JsonNode vector, String member) {
        return vector.get(member).textValue();
    }
}
