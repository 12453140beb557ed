package dev.airlock.gateway.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Answer.Streamed;
import dev.airlock.provenance.TokenSeal;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * An answer as pretty-printed JSON and a line break. {@code tibet_provenance} is the token with its hash and signature, or null
 * when there is none yet; {@code output} has text if all of it is UTF-8, and base64 if not; of a frame whose
 * files, if any, are in base64; and of a frame whose
 * output was streamed it has the rest, and {@code streamed} says how many bytes were sent before.
 */
public final class AnswerWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Streamed NOTHING = new Streamed(0, 0);

    private AnswerWriter() {}

    /** The bytes to send. */
    public static byte[] write(Answer answer) {
        ObjectNode root = JSON.createObjectNode();
        root.put("channel_id", answer.channelId());
        root.put("status", answer.status());
        root.put("intent", answer.intent());
        root.set("tibet_provenance", answer.token().map(AnswerWriter::token).orElse(null));
        answer.output()
                .ifPresent(output ->
                        root.set("output", output(output, answer.streamed().orElse(NOTHING))));
        answer.streamed()
                .ifPresent(sent ->
                        root.putObject("streamed").put("stdout", sent.stdout()).put("stderr", sent.stderr()));
        answer.cancel().ifPresent(became -> root.put("cancel", became));
        answer.meant().ifPresent(key -> root.put("session", key.session()).put("id", key.id()));
        answer.trace().ifPresent(context -> {
            root.put(TraceContext.PARENT, context.traceparent());
            if (!context.tracestate().isEmpty()) {
                root.put(TraceContext.STATE, context.tracestate());
            }
        });
        answer.retryAfter().ifPresent(wait -> root.put("retry_after_ms", wait.toMillis()));
        if (!answer.note().isEmpty()) {
            root.put("note", answer.note());
        }
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static ObjectNode token(TokenRecord token) {
        try {
            if (!(JSON.readTree(token.canonical().toArray()) instanceof ObjectNode node)) {
                throw new IllegalStateException("the token " + token.tokenId() + " is no JSON object");
            }
            node.put("hash", token.hash());
            TokenSeal.put(node, token.signature().toArray());
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What of it was not sent before. */
    private static ObjectNode output(Output output, Streamed sent) {
        Bytes out = rest(output.stdout(), sent.stdout());
        Bytes err = rest(output.stderr(), sent.stderr());
        Optional<String> stdout = text(out);
        Optional<String> stderr = text(err);
        boolean isText = stdout.isPresent() && stderr.isPresent();
        ObjectNode node = JSON.createObjectNode()
                .put("encoding", isText ? "utf-8" : "base64")
                .put("stdout", isText ? stdout.get() : base64(out))
                .put("stderr", isText ? stderr.get() : base64(err))
                .put("truncated", output.truncated());
        if (!output.files().isEmpty()) {
            ArrayNode files = node.putArray("files");
            for (NamedFile file : output.files()) {
                files.addObject().put("name", file.name()).put("data", base64(file.content()));
            }
        }
        return node;
    }

    private static Bytes rest(Bytes all, int sent) {
        byte[] bytes = all.toArray();
        return Bytes.of(Arrays.copyOfRange(bytes, Math.min(sent, bytes.length), bytes.length));
    }

    static Optional<String> text(Bytes bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
