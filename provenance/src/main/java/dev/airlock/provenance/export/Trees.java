package dev.airlock.provenance.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.export.EnvelopeRejected.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.erdtman.jcs.JsonCanonicalizer;

/** JSON objects of these forms: written in RFC 8785, read with bounds. */
final class Trees {
    private static final int DEPTH_MAX = 16;
    private static final int NAME_MAX = 64;
    private static final int NUMBER_MAX = 20;

    private static final ObjectReader READER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNameLength(NAME_MAX)
                            .maxStringLength(Dsse.PAYLOAD_BYTES_MAX * 2)
                            .maxNumberLength(NUMBER_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Trees() {}

    /** A stranger's object with exactly these members. */
    static ObjectNode object(byte[] bytes, String... members) throws EnvelopeRejected {
        try {
            if (READER.readTree(bytes) instanceof ObjectNode object) {
                requireMembers(object, members);
                return object;
            }
        } catch (IOException _) {
            // falls through, without the parser's words, which quote the stranger's bytes
        }
        throw malformed("not one JSON object with distinct names and bounded depth and lengths");
    }

    static void requireMembers(JsonNode object, String... members) throws EnvelopeRejected {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        if (!names.equals(Set.of(members))) {
            throw malformed("its members must be " + String.join(", ", members));
        }
    }

    static String text(JsonNode object, String member) throws EnvelopeRejected {
        JsonNode value = object.get(member);
        if (value == null || !value.isTextual()) {
            throw malformed(member + " must be a string");
        }
        return value.textValue();
    }

    static EnvelopeRejected malformed(String message) {
        return new EnvelopeRejected(Reason.MALFORMED, message);
    }

    /** The whole token as an object. */
    static ObjectNode of(Token token) {
        try {
            return (ObjectNode) READER.readTree(token.json());
        } catch (IOException e) {
            throw new UncheckedIOException("a token that we wrote ourselves is JSON", e);
        }
    }

    static byte[] canonical(ObjectNode object) {
        try {
            return new JsonCanonicalizer(object.toString().getBytes(StandardCharsets.UTF_8)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException("an object that we wrote ourselves is JSON", e);
        }
    }
}
