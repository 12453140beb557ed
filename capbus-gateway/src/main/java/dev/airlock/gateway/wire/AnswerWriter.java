package dev.airlock.gateway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Answer.Streamed;
import dev.airlock.provenance.TokenSeal;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import java.io.IOException;
import java.io.StringWriter;
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
    private static final JsonFactory JSON = new JsonFactory();
    /** Room for the answer to a small run. */
    private static final int TEXT_CHARS = 4 << 10;

    private static final Streamed NOTHING = new Streamed(0, 0);

    private AnswerWriter() {}

    /** The bytes to send. */
    public static byte[] write(Answer answer) {
        var text = new StringWriter(TEXT_CHARS);
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            members(answer, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void members(Answer answer, JsonGenerator json) throws IOException {
        json.writeNumberField("channel_id", answer.channelId());
        json.writeNumberField("status", answer.status());
        json.writeStringField("intent", answer.intent());
        json.writeFieldName("tibet_provenance");
        if (answer.token().isPresent()) {
            token(answer.token().get(), json);
        } else {
            json.writeNull();
        }
        if (answer.output().isPresent()) {
            output(answer.output().get(), answer.streamed().orElse(NOTHING), json);
        }
        if (answer.streamed().isPresent()) {
            Streamed sent = answer.streamed().get();
            json.writeObjectFieldStart("streamed");
            json.writeNumberField("stdout", sent.stdout());
            json.writeNumberField("stderr", sent.stderr());
            json.writeEndObject();
        }
        if (answer.cancel().isPresent()) {
            json.writeStringField("cancel", answer.cancel().get());
        }
        if (answer.meant().isPresent()) {
            json.writeStringField("session", answer.meant().get().session());
            json.writeStringField("id", answer.meant().get().id());
        }
        if (answer.trace().isPresent()) {
            trace(answer.trace().get(), json);
        }
        if (answer.retryAfter().isPresent()) {
            json.writeNumberField("retry_after_ms", answer.retryAfter().get().toMillis());
        }
        if (!answer.note().isEmpty()) {
            json.writeStringField("note", answer.note());
        }
    }

    private static void trace(TraceContext context, JsonGenerator json) throws IOException {
        json.writeStringField(TraceContext.PARENT, context.traceparent());
        if (!context.tracestate().isEmpty()) {
            json.writeStringField(TraceContext.STATE, context.tracestate());
        }
    }

    /** The members that are signed as they are: nothing of them is read and written anew. */
    private static void token(TokenRecord token, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeRaw(
                PrettyMembers.of(token.canonical(), json.getOutputContext().getNestingDepth()));
        json.writeStringField("hash", token.hash());
        TokenSeal.write(json, token.signature().toArray());
        json.writeEndObject();
    }

    /** What of it was not sent before. */
    private static void output(Output output, Streamed sent, JsonGenerator json) throws IOException {
        Bytes out = rest(output.stdout(), sent.stdout());
        Bytes err = rest(output.stderr(), sent.stderr());
        Optional<String> stdout = text(out);
        Optional<String> stderr = text(err);
        boolean isText = stdout.isPresent() && stderr.isPresent();
        json.writeObjectFieldStart("output");
        json.writeStringField("encoding", isText ? "utf-8" : "base64");
        json.writeStringField("stdout", isText ? stdout.get() : base64(out));
        json.writeStringField("stderr", isText ? stderr.get() : base64(err));
        json.writeBooleanField("truncated", output.truncated());
        if (!output.files().isEmpty()) {
            json.writeArrayFieldStart("files");
            for (NamedFile file : output.files()) {
                json.writeStartObject();
                json.writeStringField("name", file.name());
                json.writeStringField("data", base64(file.content()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
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
