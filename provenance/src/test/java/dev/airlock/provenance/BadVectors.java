package dev.airlock.provenance;

import static dev.airlock.provenance.Samples.EXECUTOR;
import static dev.airlock.provenance.Samples.GATEWAY;
import static dev.airlock.provenance.Samples.OPERATOR;
import static dev.airlock.provenance.Samples.STRANGER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.TokenRejected.Reason;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The published records that every verifier must refuse. All but the ones about signatures are signed by a trusted
 * key.
 */
final class BadVectors {
    private final List<Vector> vectors = new ArrayList<>();
    private final Token completed = Sealer.seal(Samples.completed(1), ChainHead.genesis(Samples.CHAIN), EXECUTOR)
            .token();
    private final Token second =
            Sealer.seal(Samples.killed(2), ChainHead.after(completed), EXECUTOR).token();

    /** A record and why it is refused. */
    record Vector(String name, Reason reason, String canonicalBase64, String signatureBase64, String signer) {}

    static List<Vector> all() {
        BadVectors bad = new BadVectors();
        bad.signatures();
        bad.json();
        bad.members();
        bad.values();
        bad.chains();
        bad.contents();
        return List.copyOf(bad.vectors);
    }

    private void signatures() {
        byte[] bytes = completed.canonical();
        byte[] signature = completed.signature();
        add("signature of another token", Reason.BAD_SIGNATURE, bytes, second.signature(), EXECUTOR);
        add("signature of zeros", Reason.BAD_SIGNATURE, bytes, new byte[64], EXECUTOR);
        add("no signature", Reason.BAD_SIGNATURE, bytes, new byte[0], EXECUTOR);
        add("a byte too many in the signature", Reason.BAD_SIGNATURE, bytes, Arrays.copyOf(signature, 65), EXECUTOR);
        add(
                "signed over the hash instead of the bytes",
                Reason.BAD_SIGNATURE,
                bytes,
                EXECUTOR.sign(completed.hash().bytes()),
                EXECUTOR);
        add(
                "one word changed after signing",
                Reason.BAD_SIGNATURE,
                replaced(text -> text.replace("\"local\"", "\"loca1\"")),
                signature,
                EXECUTOR);
        add("record names another trusted key", Reason.WRONG_ROLE, bytes, signature, OPERATOR);
        add("key that is not in the ring", Reason.UNKNOWN_KEY, bytes, STRANGER.sign(bytes), STRANGER);
        add("operator keys seal nothing", Reason.WRONG_ROLE, bytes, OPERATOR.sign(bytes), OPERATOR);
        add("signed by the gateway in the executor's name", Reason.WRONG_SIGNER, bytes, GATEWAY.sign(bytes), GATEWAY);
        var gatewayChain = new ChainName(GATEWAY.id(), Lane.BUS, 3);
        Token execution = Sealer.seal(Samples.completed(1), ChainHead.genesis(gatewayChain), GATEWAY)
                .token();
        add(
                "a gateway says that something ran",
                Reason.WRONG_ROLE,
                execution.canonical(),
                execution.signature(),
                GATEWAY);
    }

    private void json() {
        signed("empty", Reason.NOT_JSON, "");
        signed("not json", Reason.NOT_JSON, "token");
        signed("an array", Reason.NOT_JSON, "[]");
        signed("null", Reason.NOT_JSON, "null");
        altered("cut short", Reason.NOT_JSON, text -> text.substring(0, text.length() - 1));
        altered("bytes behind the object", Reason.NOT_JSON, text -> text + "{}");
        altered("member twice", Reason.NOT_JSON, text -> text.replace("\"version\":1", "\"version\":1,\"version\":1"));
        altered(
                "member twice in a nested object",
                Reason.NOT_JSON,
                text -> text.replace("\"epoch\":0", "\"epoch\":0,\"epoch\":0"));
        altered(
                "same member twice by an escape",
                Reason.NOT_JSON,
                text -> text.replace("\"version\":1", "\"version\":1,\"v\\u0065rsion\":1"));
        altered(
                "nested too deep",
                Reason.NOT_JSON,
                text -> text.replace("\"version\":1", "\"version\":" + "[".repeat(50) + "]".repeat(50)));
        altered("line break at the end", Reason.NOT_CANONICAL, text -> text + "\n");
        altered("space after a colon", Reason.NOT_CANONICAL, text -> text.replace("\"version\":1", "\"version\": 1"));
        altered("members not sorted", Reason.NOT_CANONICAL, text -> text.replace(
                        "\"version\":1}", "\"version\":1,\"zz\":0}")
                .replace(",\"zz\":0", "")
                .replace("{\"actor\":\"jis:airlock:executor-1\",", "{")
                .replace("\"version\":1}", "\"version\":1,\"actor\":\"jis:airlock:executor-1\"}"));
        altered(
                "escape where none is needed",
                Reason.NOT_CANONICAL,
                text -> text.replace("code:execute", "code\\u003aexecute"));
        altered("escaped slash", Reason.NOT_CANONICAL, text -> text.replace("agent.example.aint", "agent\\/example"));
        altered("non-ASCII letter escaped", Reason.NOT_CANONICAL, text -> text.replace("ë", "\\u00eb"));
        altered("byte order mark", Reason.NOT_CANONICAL, text -> "\uFEFF" + text);
        vectors.add(vector(
                "UTF-16",
                Reason.NOT_CANONICAL,
                new String(completed.canonical(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16BE)));
        vectors.add(vector("a byte that is not UTF-8", Reason.NOT_JSON, withByte((byte) 0xff)));
        altered("negative zero", Reason.NOT_CANONICAL, text -> text.replace("\"exit_code\":0", "\"exit_code\":-0"));
    }

    private void members() {
        for (String name : List.of(
                "tbz_version",
                "version",
                "token_id",
                "token_type",
                "type",
                "timestamp",
                "actor",
                "ains_identity",
                "intent",
                "signer",
                "chain",
                "erin",
                "eraan",
                "eromheen",
                "erachter")) {
            changed("without " + name, Reason.MISSING_FIELD, token -> token.remove(name));
        }
        changed("unknown member", Reason.UNKNOWN_FIELD, token -> token.put("note", "hello"));
        changed(
                "hash among the signed members",
                Reason.UNKNOWN_FIELD,
                token -> token.put("hash", completed.hash().value()));
        changed("unknown member in eromheen", Reason.UNKNOWN_FIELD, token -> token.withObject("/eromheen")
                .put("note", "hello"));
        changed("null instead of an absent member", Reason.BAD_FIELD, token -> token.withObject("/eromheen")
                .putNull("principal"));
    }

    private void values() {
        changed("floating-point number", Reason.BAD_FIELD, token -> token.withObject("/eromheen/times")
                .put("ran_us", 1.5));
        altered(
                "integer written as a float",
                Reason.BAD_FIELD,
                text -> text.replace("\"version\":1", "\"version\":1.0"));
        altered(
                "integer written with an exponent",
                Reason.BAD_FIELD,
                text -> text.replace("\"version\":1", "\"version\":1e0"));
        altered("integer above 2^53-1", Reason.BAD_FIELD, text -> text.replace("797123", "9007199254740992"));
        altered("integer above 2^63", Reason.BAD_FIELD, text -> text.replace("797123", "9223372036854775808"));
        changed("negative count", Reason.BAD_FIELD, token -> token.withObject("/erin/stdout")
                .put("bytes", -1));
        changed("number as a string", Reason.BAD_FIELD, token -> token.put("version", "1"));
        changed("another version", Reason.BAD_FIELD, token -> token.put("version", 2));
        changed("another tbz_version", Reason.BAD_FIELD, token -> token.put("tbz_version", "v1.0.0-AIRLOCK-INCIDENT"));
        changed(
                "token_type at odds with the outcome",
                Reason.BAD_FIELD,
                token -> token.put("token_type", "INTENT_REJECTED"));
        changed("type at odds with the outcome", Reason.BAD_FIELD, token -> token.put("type", "decision"));
        changed(
                "UUID of version 1",
                Reason.BAD_FIELD,
                token -> token.put("token_id", "018f0000-0000-1000-8000-000000000001"));
        changed(
                "UUID in capitals",
                Reason.BAD_FIELD,
                token -> token.put("token_id", "018F0000-0000-7000-8000-000000000001"));
        changed(
                "time with an offset",
                Reason.BAD_FIELD,
                token -> token.put("timestamp", "2026-01-01T01:00:01.900000+01:00"));
        changed("time in milliseconds", Reason.BAD_FIELD, token -> token.put("timestamp", "2026-01-01T00:00:01.900Z"));
        changed(
                "the thirtieth of February",
                Reason.BAD_FIELD,
                token -> token.put("timestamp", "2026-02-30T00:00:01.900000Z"));
        changed("actor that is no jis: URI", Reason.BAD_FIELD, token -> token.put("actor", "executor"));
        changed("empty erachter", Reason.BAD_FIELD, token -> token.put("erachter", ""));
        changed("erachter of spaces", Reason.BAD_FIELD, token -> token.put("erachter", "  "));
        changed("control character in the intent", Reason.BAD_FIELD, token -> token.put("intent", "code\nexecute"));
        altered("lone surrogate", Reason.BAD_FIELD, text -> text.replace("ë", "\\ud800"));
    }

    private void chains() {
        changed(
                "signer at odds with the chain",
                Reason.BAD_FIELD,
                token -> token.put("signer", GATEWAY.id().value()));
        changed("lane called unknown", Reason.BAD_FIELD, token -> token.withObject("/eromheen")
                .put("lane", "unknown"));
        changed("backend called any", Reason.BAD_FIELD, token -> token.withObject("/eromheen")
                .put("backend", "any"));
        changed("unknown posture", Reason.BAD_FIELD, token -> token.withObject("/eromheen")
                .put("posture", "open"));
        changed("unknown lane", Reason.BAD_FIELD, token -> token.withObject("/chain")
                .put("lane", "slow"));
        changed("genesis at sequence 1", Reason.BAD_FIELD, token -> token.withObject("/chain")
                .put("sequence", 1));
        changed("genesis in epoch 1", Reason.BAD_FIELD, token -> token.withObject("/chain")
                .put("epoch", 1));
        changed("genesis that is false", Reason.BAD_FIELD, token -> token.withObject("/chain")
                .put("genesis", false));
        changed("no predecessor at all", Reason.MISSING_FIELD, token -> token.withObject("/chain")
                .remove("genesis"));
        changed("a parent hash in a genesis", Reason.BAD_FIELD, token -> token.withObject("/eraan")
                .put("parent_hash", second.hash().value()));
        changedSecond("parent id without parent hash", Reason.MISSING_FIELD, token -> token.withObject("/chain")
                .remove("parent_hash"));
        changedSecond("two parent hashes at odds", Reason.BAD_FIELD, token -> token.withObject("/eraan")
                .put("parent_hash", second.hash().value()));
        changedSecond("parent and genesis at once", Reason.UNKNOWN_FIELD, token -> token.withObject("/chain")
                .put("genesis", true));
        changedSecond("sequence 0 with a parent", Reason.BAD_FIELD, token -> token.withObject("/chain")
                .put("sequence", 0));
    }

    private void contents() {
        changed("space in the session", Reason.BAD_FIELD, token -> token.withObject("/eraan")
                .put("session", "a b"));
        changed("unknown outcome", Reason.BAD_FIELD, token -> token.withObject("/erin")
                .put("outcome", "fine"));
        changed("status at odds with the outcome", Reason.BAD_FIELD, token -> token.withObject("/erin")
                .put("status", 403));
        changed("completed without exit code", Reason.MISSING_FIELD, token -> token.withObject("/erin")
                .remove("exit_code"));
        changed("exit code 256", Reason.BAD_FIELD, token -> token.withObject("/erin")
                .put("exit_code", 256));
        changed("completed without output", Reason.MISSING_FIELD, token -> token.withObject("/erin")
                .remove("output_hash"));
        changed("system calls that do not add up", Reason.BAD_FIELD, token -> token.withObject("/erin/syscalls")
                .put("total", 5));
        changed("system call counted zero times", Reason.BAD_FIELD, token -> token.withObject("/erin/syscalls/counts")
                .put("mmap", 0));
        changed("digest in capitals", Reason.BAD_FIELD, token -> token.withObject("/eraan")
                .put("intent_hash", "sha256:" + "A".repeat(64)));
        changed("completed with a violation", Reason.UNKNOWN_FIELD, token -> token.withObject("/erin")
                .putArray("violations"));
        changedSecond("killed for no violation", Reason.BAD_FIELD, token -> token.withObject("/erin")
                .remove("violations"));
        changedSecond("empty list of violations", Reason.BAD_FIELD, token -> token.withObject("/erin")
                .putArray("violations"));
        changedSecond("unknown cause", Reason.BAD_FIELD, token -> token.withObject("/erin")
                .put("cause", "boredom"));
        changedSecond("exit code of a kill", Reason.UNKNOWN_FIELD, token -> token.withObject("/erin")
                .put("exit_code", 9));
        files();
    }

    private void files() {
        String hash = Samples.hash("content").value();
        changed("empty list of files", Reason.NOT_CANONICAL, token -> token.withObject("/erin")
                .putArray("files"));
        changed("file without a hash", Reason.MISSING_FIELD, token -> token.withObject("/erin")
                .putArray("files")
                .addObject()
                .put("name", "a")
                .put("bytes", 1));
        changed("file of a negative size", Reason.BAD_FIELD, token -> token.withObject("/erin")
                .putArray("files")
                .addObject()
                .put("name", "a")
                .put("bytes", -1)
                .put("sha256", hash));
        changed("two files of one name", Reason.BAD_FIELD, token -> {
            var files = token.withObject("/erin").putArray("files");
            files.addObject().put("name", "a").put("bytes", 1).put("sha256", hash);
            files.addObject().put("name", "a").put("bytes", 2).put("sha256", hash);
        });
        changed("seventeen files", Reason.BAD_FIELD, token -> {
            var files = token.withObject("/erin").putArray("files");
            for (int i = 0; i < 17; i++) {
                files.addObject().put("name", "a" + i).put("bytes", 1).put("sha256", hash);
            }
        });
    }

    private void changed(String name, Reason reason, Consumer<ObjectNode> change) {
        changed(completed, name, reason, change);
    }

    private void changedSecond(String name, Reason reason, Consumer<ObjectNode> change) {
        changed(second, name, reason, change);
    }

    private void changed(Token base, String name, Reason reason, Consumer<ObjectNode> change) {
        ObjectNode object = StrictJson.ours(base.canonical());
        change.accept(object);
        vectors.add(vector(name, reason, CanonicalToken.canonical(object)));
    }

    private void altered(String name, Reason reason, UnaryOperator<String> change) {
        vectors.add(vector(name, reason, replaced(change)));
    }

    private byte[] replaced(UnaryOperator<String> change) {
        String text = new String(completed.canonical(), StandardCharsets.UTF_8);
        String changed = change.apply(text);
        if (changed.equals(text)) {
            throw new IllegalStateException("the change changes nothing");
        }
        return changed.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] withByte(byte odd) {
        byte[] bytes = completed.canonical();
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("sum the")] = odd;
        return bytes;
    }

    private void signed(String name, Reason reason, String text) {
        vectors.add(vector(name, reason, text.getBytes(StandardCharsets.UTF_8)));
    }

    private Vector vector(String name, Reason reason, byte[] canonical) {
        return new Vector(
                name,
                reason,
                base64(canonical),
                base64(EXECUTOR.sign(canonical)),
                EXECUTOR.id().value());
    }

    private void add(String name, Reason reason, byte[] canonical, byte[] signature, SigningKey signer) {
        vectors.add(new Vector(
                name, reason, base64(canonical), base64(signature), signer.id().value()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
