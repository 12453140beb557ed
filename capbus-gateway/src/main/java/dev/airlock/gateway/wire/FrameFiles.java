package dev.airlock.gateway.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.NamedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The files of a frame: {@code inputs}, each with a name and its bytes in base64, and {@code outputs}, names alone. */
final class FrameFiles {
    private FrameFiles() {}

    /** Reads the list that the parser stands on; it is too long at the first file that is one too many. */
    static List<NamedFile> inputs(JsonParser parser) throws IOException {
        begin("inputs", parser);
        List<NamedFile> files = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            if (files.size() == Intent.INPUTS_MAX) {
                throw new IllegalArgumentException("inputs are more than " + Intent.INPUTS_MAX);
            }
            files.add(input(parser));
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new IllegalArgumentException("each of inputs must be an object with name and data");
        }
        return files;
    }

    private static NamedFile input(JsonParser parser) throws IOException {
        Optional<String> name = Optional.empty();
        Optional<Bytes> data = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> name = Optional.of(FrameFields.text("inputs.name", parser));
                case "data" -> data = Optional.of(decoded(FrameFields.text("inputs.data", parser)));
                default -> throw new IllegalArgumentException("each of inputs has name and data, and nothing else");
            }
        }
        return new NamedFile(FrameFields.required("inputs.name", name), FrameFields.required("inputs.data", data));
    }

    private static Bytes decoded(String text) {
        try {
            return Bytes.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("inputs.data must be base64", e);
        }
    }

    /** Reads the list that the parser stands on. */
    static List<String> outputs(JsonParser parser) throws IOException {
        begin("outputs", parser);
        List<String> names = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            if (names.size() == Intent.OUTPUTS_MAX) {
                throw new IllegalArgumentException("outputs are more than " + Intent.OUTPUTS_MAX);
            }
            names.add(FrameFields.text("outputs", parser));
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new IllegalArgumentException("outputs must be a list of names");
        }
        return names;
    }

    private static void begin(String field, JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException(field + " must be a list");
        }
    }
}
