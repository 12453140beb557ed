package dev.airlock.provenance.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The draft's form; hash and canonical bytes are Python's, see src/test/python. */
class IetfReaderTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SigningKey KEY = SigningKey.fromSeed(new byte[SigningKey.SEED_BYTES]);
    private static final IetfReader READER = new IetfReader(Map.of("jis:example:agent", KEY.verifyingKey()));

    private static JsonNode published() {
        try (InputStream in = IetfReaderTest.class.getResourceAsStream("/foreign/ietf.json")) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode signed() {
        byte[] canonical = published().get("canonical").textValue().getBytes(UTF_8);
        ObjectNode token = (ObjectNode) published().get("token");
        return token.put("signature", Base64.getEncoder().encodeToString(KEY.sign(canonical)));
    }

    /** Hash and signature made anew, so that only the rules of the form can refuse it. */
    static ObjectNode resealed(ObjectNode token, SigningKey key) {
        try {
            Json.Members whole = JsonText.object(token.toString().getBytes(UTF_8));
            whole.members().remove("hash");
            whole.members().remove("signature");
            byte[] canonical = JcsText.bytes(whole);
            return token.put("hash", Sha256.of(canonical).value())
                    .put("signature", Base64.getEncoder().encodeToString(key.sign(canonical)));
        } catch (ForeignRejected e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void assertRefused(String json, Reason reason) {
        assertThatThrownBy(() -> READER.read(json.getBytes(UTF_8), TibetCoreReaderTest.NOW))
                .isInstanceOfSatisfying(ForeignRejected.class, rejected -> assertThat(rejected.reason())
                        .as(rejected.getMessage())
                        .isEqualTo(reason));
    }

    @Test
    void a_token_that_python_hashed_and_its_actor_signed_holds_in_any_layout() throws Exception {
        byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(signed());
        ForeignToken token = READER.read(json, TibetCoreReaderTest.NOW);
        assertThat(token.hash()).isEqualTo(published().get("token").get("hash").textValue());
        assertThat(token.proof()).isEqualTo(ForeignToken.Proof.AUTHOR);
        assertThat(token.parent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version      | 2                    | BAD_FIELD",
                "version      | 1.0                  | BAD_FIELD",
                "type         | \"deed\"             | BAD_FIELD",
                "timestamp    | \"2026-01-01\"       | BAD_FIELD",
                "actor        | \"agent\"            | BAD_FIELD",
                "actor        | \"jis:example:other\"| UNKNOWN_KEY",
                "erachter     | \"\"                 | BAD_FIELD",
                "erachter     | \"  \"               | BAD_FIELD",
                "erachter     | null                 | BAD_FIELD",
                "state        | \"\"                 | BAD_FIELD",
                "token_id     | \"1\"                | BAD_FIELD",
                "parent_id    | \"018f0000-0000-7000-8000-000000000000\" | BAD_FIELD",
                "surplus      | 1                    | UNKNOWN_FIELD",
                "timestamp    | \"2030-01-01T00:00:00Z\" | FROM_THE_FUTURE"
            })
    void what_breaks_a_rule_is_refused_though_hash_and_signature_fit(String member, String value, Reason reason)
            throws Exception {
        ObjectNode token = signed();
        token.set(member, MAPPER.readTree(value));
        assertRefused(resealed(token, KEY).toString(), reason);
    }

    @Test
    void each_member_that_is_missing_is_named() {
        signed().fieldNames().forEachRemaining(name -> {
            ObjectNode token = signed();
            token.remove(name);
            if (!name.startsWith("parent_")) {
                assertThatThrownBy(() -> READER.read(token.toString().getBytes(UTF_8), TibetCoreReaderTest.NOW))
                        .isInstanceOf(ForeignRejected.class)
                        .hasMessage(name + " is missing");
            }
        });
    }

    @Test
    void a_changed_word_a_foreign_signature_and_one_that_is_none_are_refused() {
        assertRefused(signed().put("erachter", "another reason").toString(), Reason.WRONG_HASH);
        SigningKey stranger = SigningKey.fromSeed(Sha256.of(new byte[0]).bytes());
        assertRefused(resealed(signed(), stranger).toString(), Reason.BAD_SIGNATURE);
        assertRefused(signed().put("signature", "").toString(), Reason.BAD_SIGNATURE);
        assertRefused(signed().put("signature", "?").toString(), Reason.BAD_SIGNATURE);
        String signature = signed().get("signature").textValue();
        assertRefused(signed().put("signature", signature.replace("=", "")).toString(), Reason.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"9007199254740993", "0.1000000000000000000001", "1e400", "1e-400"})
    void a_number_beyond_a_double_is_refused(String number) {
        String json = signed().toString().replace("\"b\":1", "\"b\":" + number);
        assertRefused(json, Reason.AMBIGUOUS_NUMBER);
    }

    @Test
    void numbers_and_names_are_written_as_rfc_8785_has_them() throws Exception {
        String json =
                "{\"\u20ac\":1,\"\\r\":1E2,\"\ufb33\":1e21,\"1\":0.000001,\"\ud83d\ude00\":1e-7,\"\u0080\":-0,\"\u00f6\":4.50}";
        assertThat(new String(JcsText.bytes(JsonText.object(json.getBytes(UTF_8))), UTF_8))
                .isEqualTo(
                        "{\"\\r\":100,\"1\":0.000001,\"\u0080\":0,\"\u00f6\":4.5,\"\u20ac\":1,\"\ud83d\ude00\":1e-7,\"\ufb33\":1e+21}");
    }
}
