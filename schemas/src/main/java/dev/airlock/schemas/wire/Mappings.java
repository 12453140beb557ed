package dev.airlock.schemas.wire;

import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** Which mapping fits which pair of a Java type and an Avro schema; a pair that does not fit is our own error. */
final class Mappings {
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private static final Mapping TEXT = both((java, out) -> out.writeString((String) java), Decoder::readString);
    private static final Mapping INT = both((java, out) -> out.writeInt((Integer) java), Decoder::readInt);
    private static final Mapping LONG = both((java, out) -> out.writeLong((Long) java), Decoder::readLong);
    private static final Mapping BOOLEAN = both((java, out) -> out.writeBoolean((Boolean) java), Decoder::readBoolean);
    private static final Mapping DOUBLE = both((java, out) -> out.writeDouble((Double) java), Decoder::readDouble);
    private static final Mapping BYTES =
            both((java, out) -> out.writeBytes(((Bytes) java).toArray()), in -> Bytes.of(arrayOf(in.readBytes(null))));
    private static final Mapping MICROS =
            both((java, out) -> out.writeLong(microsOf((Instant) java)), in -> instantOf(in.readLong()));
    private static final Mapping RFC_3339 =
            both((java, out) -> out.writeString(java.toString()), in -> instantOf(in.readString()));

    private Mappings() {}

    /** Which constants of an enum its schema has a symbol for. */
    enum Symbols {
        /** Every one, and there is no other symbol. */
        ALL,
        /** Perhaps not every one, as in an earlier version; writing another is refused. */
        SOME
    }

    static Mapping of(Type type, Schema schema, Symbols symbols) {
        return switch (schema.getType()) {
            case STRING -> type == Instant.class ? RFC_3339 : expect(TEXT, type == String.class, type, schema);
            case BYTES -> expect(BYTES, type == Bytes.class, type, schema);
            case LONG -> type == Instant.class ? MICROS : expect(LONG, type == long.class, type, schema);
            case INT -> expect(INT, type == int.class, type, schema);
            case BOOLEAN -> expect(BOOLEAN, type == boolean.class || type == Boolean.class, type, schema);
            case DOUBLE -> expect(DOUBLE, type == double.class, type, schema);
            case ENUM -> enumMapping((Class<?>) type, schema, symbols);
            case RECORD ->
                switch (symbols) {
                    case ALL -> RecordMapping.of((Class<?>) type, schema);
                    case SOME -> RecordMapping.earlier((Class<?>) type, schema);
                };
            case ARRAY -> list(of(argument(type, List.class), schema.getElementType(), symbols));
            case UNION ->
                optional(of(argument(type, Optional.class), schema.getTypes().get(1), symbols));
            case MAP, FIXED, FLOAT, NULL -> throw misfit(type, schema);
        };
    }

    private interface Out {
        void write(Object java, Encoder out) throws IOException;
    }

    private interface In {
        Object read(Decoder in) throws IOException, Unreadable;
    }

    private record Both(Out out, In in) implements Mapping {
        @Override
        public void write(Object java, Encoder encoder) throws IOException {
            out.write(java, encoder);
        }

        @Override
        public Object read(Decoder decoder) throws IOException, Unreadable {
            return in.read(decoder);
        }
    }

    private static Mapping both(Out out, In in) {
        return new Both(out, in);
    }

    private static Mapping optional(Mapping inner) {
        return both(
                (java, out) -> {
                    Optional<?> value = (Optional<?>) java;
                    out.writeIndex(value.isPresent() ? 1 : 0);
                    if (value.isPresent()) {
                        inner.write(value.get(), out);
                    } else {
                        out.writeNull();
                    }
                },
                in -> {
                    int index = in.readIndex();
                    if (index == 0) {
                        in.readNull();
                        return Optional.empty();
                    }
                    if (index != 1) {
                        throw new Unreadable("a value that may be absent is neither there nor absent, but " + index);
                    }
                    return Optional.of(inner.read(in));
                });
    }

    private static Mapping list(Mapping inner) {
        return both(
                (java, out) -> {
                    List<?> items = (List<?>) java;
                    out.writeArrayStart();
                    out.setItemCount(items.size());
                    for (Object item : items) {
                        out.startItem();
                        inner.write(item, out);
                    }
                    out.writeArrayEnd();
                },
                in -> {
                    var java = new ArrayList<>();
                    for (long block = in.readArrayStart(); block > 0; block = in.arrayNext()) {
                        for (long i = 0; i < block; i++) {
                            java.add(inner.read(in));
                        }
                    }
                    return java;
                });
    }

    /** Constants and symbols are in what order each side likes. */
    private static Mapping enumMapping(Class<?> type, Schema schema, Symbols wanted) {
        Map<String, Object> named = new HashMap<>();
        for (Object constant : type.getEnumConstants()) {
            named.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
        }
        List<String> symbols = schema.getEnumSymbols();
        boolean fits = wanted == Symbols.ALL
                ? named.keySet().equals(Set.copyOf(symbols))
                : named.keySet().containsAll(symbols);
        if (!fits) {
            throw misfit(type, schema);
        }
        Object[] constants = symbols.stream().map(named::get).toArray();
        Map<Object, Integer> places = new HashMap<>();
        symbols.forEach(symbol -> places.put(named.get(symbol), places.size()));
        return both((java, out) -> out.writeEnum(place(places, java)), in -> {
            int place = in.readEnum();
            if (place < 0 || place >= constants.length) {
                throw new Unreadable(
                        schema.getName() + " has " + constants.length + " symbols, and no symbol " + place);
            }
            return constants[place];
        });
    }

    private static int place(Map<Object, Integer> places, Object constant) {
        Integer place = places.get(constant);
        if (place == null) {
            throw new NoSuchSymbol("there is no symbol for " + constant);
        }
        return place;
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

    private static long microsOf(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / NANOS_PER_MICRO);
    }

    private static Instant instantOf(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (long) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }

    private static Instant instantOf(String text) throws Unreadable {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Unreadable("\"" + text + "\" is no RFC 3339 time with a zone");
        }
    }
}
