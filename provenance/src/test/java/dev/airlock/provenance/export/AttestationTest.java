package dev.airlock.provenance.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.export.EnvelopeRejected.Reason;
import dev.airlock.schemas.keys.VerifyingKey;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AttestationTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<VerifyingKey> EXPORTERS = List.of(Published.EXPORTER.verifyingKey());

    static List<Token> tokens() {
        return Published.tokens();
    }

    private static Token first() {
        return tokens().getFirst();
    }

    private static Token read(String envelope) throws EnvelopeRejected, TokenRejected {
        return Attestation.read(envelope.getBytes(UTF_8), EXPORTERS, Published.READER);
    }

    private static void assertRefused(String envelope, Reason reason) {
        assertThatThrownBy(() -> read(envelope))
                .isInstanceOfSatisfying(EnvelopeRejected.class, rejected -> assertThat(rejected.reason())
                        .as(rejected.getMessage())
                        .isEqualTo(reason));
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void what_was_exported_is_the_same_token_again(Token token) throws Exception {
        assertThat(read(Attestation.of(token, Published.EXPORTER))).isEqualTo(token);
    }

    /** Uses nothing of ours but the text: base64, the pre-authentication encoding and the JDK's Ed25519. */
    @ParameterizedTest
    @MethodSource("tokens")
    void the_envelope_verifies_by_an_encoding_of_its_own_with_the_jdk_alone(Token token) throws Exception {
        JsonNode envelope = MAPPER.readTree(Attestation.of(token, Published.EXPORTER));
        byte[] payload = Base64.getDecoder().decode(envelope.get("payload").textValue());
        byte[] head = ("DSSEv1 28 application/vnd.in-toto+json " + payload.length + " ").getBytes(UTF_8);
        byte[] signed = ByteBuffer.allocate(head.length + payload.length)
                .put(head)
                .put(payload)
                .array();
        String keyId = envelope.at("/signatures/0/keyid").textValue().substring("ed25519:".length());
        byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + keyId);
        Signature verifier = Signature.getInstance("Ed25519", "SunEC");
        verifier.initVerify(KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(spki)));
        verifier.update(signed);
        assertThat(verifier.verify(Base64.getDecoder()
                        .decode(envelope.at("/signatures/0/sig").textValue())))
                .isTrue();
    }

    @Test
    void the_pre_authentication_encoding_is_the_published_example() {
        assertThat(new String(Dsse.pae("http://example.com/HelloWorld", "hello world".getBytes(UTF_8)), UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void subjects_are_what_was_written_and_the_token_itself_where_nothing_ran() throws Exception {
        for (Token token : tokens()) {
            JsonNode envelope = MAPPER.readTree(Attestation.of(token, Published.EXPORTER));
            JsonNode statement = MAPPER.readTree(
                    Base64.getDecoder().decode(envelope.get("payload").textValue()));
            String digest = "sha256:" + statement.at("/subject/0/digest/sha256").textValue();
            assertThat(digest)
                    .isEqualTo(token.content()
                            .erin()
                            .written()
                            .map(written -> written.hash().value())
                            .orElse(token.hash().value()));
            assertThat(statement.get("predicate")).isEqualTo(MAPPER.readTree(token.json()));
        }
    }

    @Test
    void an_envelope_of_nobody_we_know_or_of_another_type_is_refused() {
        assertRefused(Attestation.of(first(), Published.STRANGER), Reason.UNKNOWN_KEY);
        assertRefused(Dsse.sign("text/plain", new byte[0], Published.EXPORTER), Reason.WRONG_TYPE);
        String claimed = Attestation.of(first(), Published.STRANGER)
                .replace(
                        Published.STRANGER.id().value(), Published.EXPORTER.id().value());
        assertRefused(claimed, Reason.BAD_SIGNATURE);
        String other = Dsse.sign("text/plain", new byte[0], Published.EXPORTER)
                .replace("text/plain", Attestation.PAYLOAD_TYPE);
        assertRefused(other, Reason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "[]",
                "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[],\"x\":1}",
                "{\"payload\":1,\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[]}",
                "{\"payload\":\"?\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[5]}",
                "{\"payload\":\"\",\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[]}"
            })
    void what_is_no_envelope_is_refused(String json) {
        assertRefused(json, Reason.MALFORMED);
    }

    @Test
    void an_exporter_cannot_change_the_token_nor_its_subjects() throws Exception {
        JsonNode envelope = MAPPER.readTree(Attestation.of(first(), Published.EXPORTER));
        var statement = (ObjectNode) MAPPER.readTree(
                Base64.getDecoder().decode(envelope.get("payload").textValue()));
        ObjectNode forged = statement.deepCopy();
        ((ObjectNode) forged.at("/subject/0/digest")).put("sha256", "0".repeat(64));
        assertRefused(signed(forged), Reason.DISAGREES);
        ObjectNode changed = statement.deepCopy();
        ((ObjectNode) changed.at("/predicate/erin")).put("exit_code", 1);
        assertThatThrownBy(() -> read(signed(changed))).isInstanceOf(TokenRejected.class);
        ObjectNode renamed = statement.deepCopy();
        renamed.put("predicateType", "https://example.org/other");
        assertRefused(signed(renamed), Reason.WRONG_TYPE);
    }

    private static String signed(ObjectNode statement) {
        return Dsse.sign(Attestation.PAYLOAD_TYPE, Trees.canonical(statement), Published.EXPORTER);
    }

    @Test
    void a_payload_of_any_length_is_not_signed() {
        assertThatThrownBy(() -> Dsse.sign("text/plain", new byte[Dsse.PAYLOAD_BYTES_MAX + 1], Published.EXPORTER))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
