package dev.airlock.provenance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Parses JSON from strangers: no member twice, nothing behind the value, bounded depth, names, strings and numbers. */
final class StrictJson {
    private static final int DEPTH_MAX = 8;
    private static final int NAME_MAX = 64;
    private static final int STRING_MAX = 16_384;
    private static final int NUMBER_MAX = 20;

    private static final ObjectReader READER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNameLength(NAME_MAX)
                            .maxStringLength(STRING_MAX)
                            .maxNumberLength(NUMBER_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private StrictJson() {}

    /** The object in these bytes. */
    static ObjectNode object(byte[] bytes) throws TokenRejected {
        JsonNode node;
        try {
            node = READER.readTree(bytes);
        } catch (IOException _) {
            // without the parser's words, which quote the stranger's bytes
            throw new TokenRejected(
                    TokenRejected.Reason.NOT_JSON,
                    "not one JSON value in UTF-8 with distinct names, bounded depth and bounded lengths");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new TokenRejected(TokenRejected.Reason.NOT_JSON, "not a JSON object");
    }

    /** The object in bytes that were written or verified here. */
    static ObjectNode ours(byte[] bytes) {
        try {
            return object(bytes);
        } catch (TokenRejected e) {
            throw new IllegalStateException("canonical bytes are a JSON object", e);
        }
    }
}
