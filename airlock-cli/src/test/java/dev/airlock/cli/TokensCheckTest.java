package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Foreign tokens in files. No node and no data directory is needed for them. */
class TokensCheckTest {
    private static final String FIRST = """
        {"token_id": "tibet_20260101000000000000_00000001", "action": "code:execute", \
        "timestamp": "2026-01-01T00:00:00+00:00", "actor": "jis:example:agent", "erin": {"b": 1, "a": "é"}, \
        "eraan": ["vm:none"], "eromheen": {"posture": "normal_zero_trust"}, "erachter": "run test", \
        "parent_id": null, "state": "created", \
        "content_hash": "3691e380d47cdfa9a9e6b8024400125216efecf2201aa9b4d9a9c577e9b33469", "signature": ""}
        """;
    private static final String SECOND = """
        {"token_id": "tibet_20260101000001000000_00000002", "action": "state_change", \
        "timestamp": "2026-01-01T00:00:01+00:00", "actor": "jis:example:agent", "erin": null, "eraan": [], \
        "eromheen": {}, "erachter": "", "parent_id": "tibet_20260101000000000000_00000001", "state": "created", \
        "content_hash": "84c73d44cae414a4b01a4993d1753ee0439d5a0199898fee3eca9846efd2c244", "signature": ""}
        """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("tokens.jsonl"), text);
    }

    private Said tokens(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "tokens";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = folder.resolve("data").toString();
        return Said.by(all);
    }

    /** An attacker without a key: another first token under the same id, hashed again. */
    private static String rehashed() throws Exception {
        String changed = "{\"action\": \"code:execute\", \"actor\": \"jis:example:agent\", \"eraan\": [\"vm:none\"],"
                + " \"erachter\": \"run nothing\", \"erin\": {\"a\": \"\\u00e9\", \"b\": 1}, \"eromheen\":"
                + " {\"posture\": \"normal_zero_trust\"}, \"parent_id\": null, \"state\": \"created\", \"timestamp\":"
                + " \"2026-01-01T00:00:00+00:00\", \"token_id\": \"tibet_20260101000000000000_00000001\"}";
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(changed.getBytes(StandardCharsets.US_ASCII)));
        return changed.substring(0, changed.length() - 1) + ", \"content_hash\": \"" + hash
                + "\", \"signature\": \"\"}\n";
    }

    @Test
    void each_line_is_told_with_what_it_proves_and_the_file_verifies() throws Exception {
        Said said = tokens("check", file(FIRST + "\n" + SECOND).toString());
        assertThat(said.exit()).describedAs(said.out() + said.err()).isZero();
        assertThat(said.out())
                .contains("line 1: tibet_20260101000000000000_00000001 (tibet-core): its content is whole; nothing is"
                        + " proved about who wrote it")
                .contains("line 3: tibet_20260101000001000000_00000002")
                .contains("2 valid, 0 invalid: verified");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void broken_lines_are_counted_and_named_and_the_others_still_judged() throws Exception {
        String longLine = "x".repeat(2 << 20);
        Said said = tokens(
                "check",
                file(FIRST + "{]\n" + FIRST.replace("run test", "run tests") + longLine + "\n" + SECOND)
                        .toString(),
                "--json");
        assertThat(said.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(said.lines()).hasSize(6);
        assertThat(said.lines().get(1)).contains("NOT_JSON").contains("line 2");
        assertThat(said.lines().get(2)).contains("WRONG_HASH");
        assertThat(said.lines().get(3)).contains("TOO_LARGE");
        assertThat(JsonOption.tree(said.lines().getLast()).get("valid").asInt()).isEqualTo(2);
        assertThat(JsonOption.tree(said.lines().getLast()).get("corrupted").toString())
                .isEqualTo("[\"line 2\",\"line 3\",\"line 4\"]");
    }

    @Test
    void a_missing_parent_and_an_empty_file_do_not_verify() throws Exception {
        Said orphan = tokens("check", file(SECOND).toString(), "--trace", "tibet_20260101000001000000_00000002");
        assertThat(orphan.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(orphan.out()).contains("PARENT_MISSING").contains("trace ends: PARENT_MISSING");
        Said empty = tokens("check", file("").toString());
        assertThat(empty.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(empty.out()).contains("0 valid, 0 invalid: NOT VERIFIED");
    }

    @Test
    void a_replaced_ancestor_verifies_alone_and_is_found_against_what_was_taken_in() throws Exception {
        String record = folder.resolve("record").toString();
        Said taken = tokens("import", file(FIRST + SECOND).toString(), "--out", record);
        assertThat(taken.exit()).describedAs(taken.err()).isZero();
        assertThat(taken.out()).contains("2 tokens taken in");
        Said same = tokens("check", file(FIRST + SECOND).toString(), "--against", record);
        assertThat(same.exit()).describedAs(same.out()).isZero();

        String forged = file(rehashed() + SECOND).toString();
        assertThat(tokens("check", forged).exit()).isZero();
        Said found = tokens("check", forged, "--against", record);
        assertThat(found.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(found.out()).contains("REPLACED").contains("PARENT_REPLACED");
        assertThat(tokens("check", file(FIRST).toString(), "--against", record).out())
                .contains("GONE");
        assertThat(tokens("import", file(FIRST).toString(), "--out", record).err())
                .contains("is there already");
        Files.writeString(Path.of(record), Files.readString(Path.of(record)).replace("\"sig\":\"", "\"sig\":\"A"));
        assertThat(tokens("check", forged, "--against", record).err()).contains("no record to be trusted");
    }

    @Test
    void what_does_not_verify_is_not_taken_in() throws Exception {
        Path record = folder.resolve("record");
        Said said = tokens("import", file(SECOND).toString(), "--out", record.toString());
        assertThat(said.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(record).doesNotExist();
    }

    @Test
    void a_keyed_token_wants_its_key() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "k");
        String keyed = FIRST.replaceFirst(
                "3691e380d47c[0-9a-f]+", "d6832dac2016742dc1ee76135c5946d0a478469d489781a1a89981362b613865");
        Said with = tokens("check", file(keyed).toString(), "--hmac-key", key.toString());
        assertThat(with.exit()).describedAs(with.out()).isZero();
        assertThat(with.out()).contains("written by somebody who has the shared key");
        assertThat(tokens("check", file(keyed).toString()).out()).contains("WRONG_HASH");
        assertThat(tokens("check", file(FIRST).toString(), "--hmac-key", key.toString())
                        .out())
                .contains("WRONG_HASH");
    }

    @Test
    void a_draft_token_wants_its_actors_key() throws Exception {
        SigningKey key = SigningKey.generate(new SecureRandom());
        Path pub = Files.writeString(
                folder.resolve("agent.pub"), key.verifyingKey().spkiPem());
        String canonical = "{\"actor\":\"jis:a:b\",\"eraan\":[],\"erachter\":\"why\",\"erin\":1,\"eromheen\":{},"
                + "\"state\":\"created\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"token_id\":"
                + "\"018f0000-0000-7000-8000-000000000001\",\"type\":\"action\",\"version\":1}";
        byte[] bytes = canonical.getBytes(StandardCharsets.UTF_8);
        String token = canonical.substring(0, canonical.length() - 1) + ",\"hash\":\"sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)) + "\",\"signature\":\""
                + Base64.getEncoder().encodeToString(key.sign(bytes)) + "\"}";
        assertThat(tokens("check", file(token).toString()).out()).contains("UNKNOWN_KEY");
        Said said = tokens("check", file(token).toString(), "--key", "jis:a:b=" + pub);
        assertThat(said.exit()).describedAs(said.out()).isZero();
        assertThat(said.out()).contains("(ietf): signed by its actor's key");
    }
}
