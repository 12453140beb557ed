package dev.airlock.provenance.foreign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads one JSON object of a stranger's: no name twice, nothing behind it, and bounds on everything. */
final class JsonText {
    /** The longest text, in bytes. */
    static final int BYTES_MAX = 1 << 20;

    private static final int DEPTH_MAX = 32;
    private static final int NAME_MAX = 256;
    private static final int STRING_MAX = 256 * 1024;
    private static final int NUMBER_MAX = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNameLength(NAME_MAX)
                    .maxStringLength(STRING_MAX)
                    .maxNumberLength(NUMBER_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private JsonText() {}

    /** @throws ForeignRejected with TOO_LARGE or NOT_JSON */
    static Json.Members object(byte[] bytes) throws ForeignRejected {
        if (bytes.length > BYTES_MAX) {
            throw new ForeignRejected(
                    Reason.TOO_LARGE, bytes.length + " bytes, and a token has at most " + BYTES_MAX + " bytes");
        }
        try (JsonParser parser = FACTORY.createParser(utf8(bytes))) {
            parser.nextToken();
            Json value = value(parser);
            if (parser.nextToken() == null && value instanceof Json.Members members) {
                return members;
            }
        } catch (IOException _) {
            // falls through, without the parser's words, which quote the stranger's bytes
        }
        throw new ForeignRejected(
                Reason.NOT_JSON,
                "not one JSON object in UTF-8 with distinct names, at most " + DEPTH_MAX
                        + " deep, with bounded names, strings and numbers");
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static Json value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("nothing here");
        }
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new Json.Text(whole(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Json.Flag(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> new Json.Null();
            default -> throw new IOException("no value here");
        };
    }

    private static Json members(JsonParser parser) throws IOException {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = whole(parser.currentName());
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new Json.Members(members);
    }

    private static Json items(JsonParser parser) throws IOException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Json.Items(items);
    }

    /** Half of a surrogate pair has no UTF-8 form, so that others could hash other bytes. */
    private static String whole(String text) throws IOException {
        boolean halves = text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
        if (halves) {
            throw new IOException("half of a surrogate pair");
        }
        return text;
    }
}
