package dev.airlock.schemas.wire;

import dev.airlock.schemas.model.Bytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Which mapping fits which pair of a Java type and an Avro schema; a pair that does not fit is our own error. */
final class Mappings {
    private static final Set<Type> SAME = Set.of(int.class, long.class, boolean.class, double.class, Boolean.class);
    private static final Mapping IDENTITY = new Both(java -> java, avro -> avro);
    private static final Mapping TEXT = new Both(java -> java, Object::toString);
    private static final Mapping BYTES =
            new Both(java -> ByteBuffer.wrap(((Bytes) java).toArray()), avro -> Bytes.of(arrayOf((ByteBuffer) avro)));
    private static final Mapping MICROS = new Both(
            java -> ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) java),
            avro -> Instant.EPOCH.plus((Long) avro, ChronoUnit.MICROS));
    private static final Mapping RFC_3339 = new Both(Object::toString, avro -> instantOf(avro.toString()));

    private Mappings() {}

    static Mapping of(Type type, Schema schema) {
        return switch (schema.getType()) {
            case STRING -> type == Instant.class ? RFC_3339 : expect(TEXT, type == String.class, type, schema);
            case BYTES -> expect(BYTES, type == Bytes.class, type, schema);
            case LONG -> type == Instant.class ? MICROS : expect(IDENTITY, SAME.contains(type), type, schema);
            case INT, BOOLEAN, DOUBLE -> expect(IDENTITY, SAME.contains(type), type, schema);
            case ENUM -> enumMapping((Class<?>) type, schema);
            case RECORD -> RecordMapping.of((Class<?>) type, schema);
            case ARRAY -> list(of(argument(type, List.class), schema.getElementType()), schema);
            case UNION ->
                optional(of(argument(type, Optional.class), schema.getTypes().get(1)));
            case MAP, FIXED, FLOAT, NULL -> throw misfit(type, schema);
        };
    }

    private record Both(Step out, Step in) implements Mapping {
        interface Step {
            Object apply(Object value) throws Unreadable;
        }

        @Override
        public Object toAvro(Object java) {
            try {
                return out.apply(java);
            } catch (Unreadable impossible) {
                throw new AssertionError(impossible);
            }
        }

        @Override
        public Object toJava(Object avro) throws Unreadable {
            return in.apply(avro);
        }
    }

    private static Mapping optional(Mapping inner) {
        return new Both(
                java -> ((Optional<?>) java).map(inner::toAvro).orElse(null),
                avro -> avro == null ? Optional.empty() : Optional.of(inner.toJava(avro)));
    }

    private static Mapping list(Mapping inner, Schema schema) {
        return new Both(
                java -> {
                    var avro = new GenericData.Array<Object>(((List<?>) java).size(), schema);
                    ((List<?>) java).forEach(item -> avro.add(inner.toAvro(item)));
                    return avro;
                },
                avro -> {
                    var java = new ArrayList<>();
                    for (Object item : (Collection<?>) avro) {
                        java.add(inner.toJava(item));
                    }
                    return java;
                });
    }

    private static Mapping enumMapping(Class<?> type, Schema schema) {
        Map<String, Object> constants = new HashMap<>();
        Map<Object, Object> symbols = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            String symbol = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
            constants.put(symbol, constant);
            symbols.put(constant, new GenericData.EnumSymbol(schema, symbol));
        }
        if (!constants.keySet().equals(Set.copyOf(schema.getEnumSymbols()))) {
            throw misfit(type, schema);
        }
        return new Both(symbols::get, avro -> constants.get(avro.toString()));
    }

    private static Mapping expect(Mapping mapping, boolean fits, Type type, Schema schema) {
        if (!fits) {
            throw misfit(type, schema);
        }
        return mapping;
    }

    private static IllegalStateException misfit(Type type, Schema schema) {
        return new IllegalStateException(type.getTypeName() + " does not fit the schema " + schema);
    }

    private static Type argument(Type type, Class<?> generic) {
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == generic) {
            return parameterized.getActualTypeArguments()[0];
        }
        throw new IllegalStateException(type.getTypeName() + " is no " + generic.getSimpleName());
    }

    private static byte[] arrayOf(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Instant instantOf(String text) throws Unreadable {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Unreadable("\"" + text + "\" is no RFC 3339 time with a zone");
        }
    }
}
