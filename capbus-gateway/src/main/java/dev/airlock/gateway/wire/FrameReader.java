package dev.airlock.gateway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The bytes of one frame to a wish. JSON as RFC 8259 has it and nothing more: strict UTF-8, no double keys, no comments, nothing
 * after the closing brace; and of the frame's fields only those that are known, each with its own type.
 */
public final class FrameReader {
    /** As many bytes as a frame may bring, in base64. */
    private static final int STRING_LENGTH_MAX = (Frame.PAYLOAD_BYTES_MAX + 2) / 3 * 4;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(FrameScanner.DEPTH_MAX)
                    .maxStringLength(STRING_LENGTH_MAX)
                    .maxNameLength(64)
                    .maxNumberLength(32)
                    .build())
            .build();

    private FrameReader() {}

    /** What these bytes want; never throws on any bytes. */
    public static FrameRead read(byte[] frame) {
        var fields = new FrameFields();
        Optional<CharBuffer> strict = strictUtf8(frame);
        // What is no UTF-8 is refused all the same; who sent it is to be told so on its channel.
        CharBuffer text = strict.orElseGet(() -> StandardCharsets.UTF_8.decode(ByteBuffer.wrap(frame)));
        try (JsonParser parser = parser(text)) {
            expect(parser, JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.take(name, parser);
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return fields.bad("something follows the frame's closing brace");
            }
            return strict.isPresent() ? fields.read() : fields.bad("not JSON: it is not UTF-8");
        } catch (IOException e) {
            return fields.bad("not JSON: " + plain(e));
        } catch (IllegalArgumentException e) {
            return fields.bad(e.getMessage());
        }
    }

    private static JsonParser parser(CharBuffer text) throws IOException {
        return JSON.createParser(text.array(), text.arrayOffset() + text.position(), text.remaining());
    }

    /** The frame's characters; empty if it is not UTF-8. */
    private static Optional<CharBuffer> strictUtf8(byte[] frame) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(frame)));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static void expect(JsonParser parser, JsonToken wanted) throws IOException {
        if (parser.nextToken() != wanted) {
            throw new IllegalArgumentException("a frame is one JSON object");
        }
    }

    /** The first line without the source's location in Java's words. */
    private static String plain(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.lines().findFirst().orElse("it cannot be read");
    }
}
