package dev.airlock.schemas.syscalls;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.ConstructorDetector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Reads policy data that travels with the program as JSON on the class path. Unknown and missing fields, duplicates,
 * nulls, trailing text and conversions between types are refused, so that a misspelt line cannot be overlooked.
 */
public final class ReviewedFile {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .constructorDetector(ConstructorDetector.USE_PROPERTIES_BASED)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    private ReviewedFile() {}

    /**
     * Reads the resource {@code path} (absolute on the class path) as one record.
     *
     * @throws IllegalStateException when the resource is missing or is not exactly of that shape
     */
    public static <T> T read(String path, Class<T> shape) {
        try (InputStream in = ReviewedFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + ": not on the class path; the build is incomplete");
            }
            return parse(path, in.readAllBytes(), shape);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #read}, of bytes; {@code name} is for the message. */
    static <T> T parse(String name, byte[] json, Class<T> shape) {
        try {
            return STRICT.readerFor(shape).readValue(json);
        } catch (IOException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }
}
