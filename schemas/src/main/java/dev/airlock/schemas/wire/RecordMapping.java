package dev.airlock.schemas.wire;

import dev.airlock.schemas.wire.Mappings.Symbols;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.ResolvingDecoder;

/**
 * A Java record and its Avro record: component {@code fromAint} is field {@code from_aint}. They must agree name by name and
 * in order, which is checked when the mapping is made, so a field cannot be forgotten on either side.
 */
final class RecordMapping implements Mapping {
    /** A field with this property, and true, may be left out for nodes of the release before. Who misses it is as careful as that release was, and no more. */
    static final String MAY_BE_MISSED = "may_be_missed";

    private final MethodHandle constructor;
    private final Part[] parts;

    private RecordMapping(MethodHandle constructor, Part[] parts) {
        this.constructor = constructor;
        this.parts = parts;
    }

    /** @param counts whether who misses it reads another record */
    private record Part(MethodHandle accessor, Mapping mapping, boolean counts) {}

    static RecordMapping of(Class<?> type, Schema schema) {
        RecordComponent[] components = type.getRecordComponents();
        List<Schema.Field> fields = schema.getFields();
        if (components.length != fields.size()) {
            throw new IllegalStateException(type.getSimpleName() + " has " + components.length + " components and "
                    + schema.getName() + " has " + fields.size() + " fields");
        }
        Part[] parts = IntStream.range(0, components.length)
                .mapToObj(i -> part(type, components[i], fields.get(i), Symbols.ALL))
                .toArray(Part[]::new);
        return new RecordMapping(constructorOf(type, components), parts);
    }

    /** The same for an earlier version, which has not every component; it only writes. */
    static RecordMapping earlier(Class<?> type, Schema schema) {
        RecordComponent[] components = type.getRecordComponents();
        Part[] parts = schema.getFields().stream()
                .map(field -> part(type, named(type, components, field), field, Symbols.SOME))
                .toArray(Part[]::new);
        return new RecordMapping(constructorOf(type, components), parts);
    }

    private static RecordComponent named(Class<?> type, RecordComponent[] components, Schema.Field field) {
        return Stream.of(components)
                .filter(component -> isNamed(component, field))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        type.getSimpleName() + " has no component for the field " + field.name()));
    }

    private static boolean isNamed(RecordComponent component, Schema.Field field) {
        String wanted = snakeCase(component.getName());
        return field.name().equals(wanted) || field.name().equals("_" + wanted);
    }

    private static Part part(Class<?> type, RecordComponent component, Schema.Field field, Symbols symbols) {
        if (!isNamed(component, field)) {
            throw new IllegalStateException(
                    type.getSimpleName() + "." + component.getName() + " meets the field " + field.name());
        }
        try {
            MethodHandle accessor = MethodHandles.publicLookup()
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
            return new Part(
                    accessor,
                    Mappings.of(component.getGenericType(), field.schema(), symbols),
                    !Boolean.TRUE.equals(field.getObjectProp(MAY_BE_MISSED)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle constructorOf(Class<?> type, RecordComponent[] components) {
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return MethodHandles.publicLookup()
                    .unreflectConstructor(type.getDeclaredConstructor(types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @Override
    public void write(Object java, Encoder out) throws IOException {
        for (Part part : parts) {
            part.mapping().write(get(part.accessor(), java), out);
        }
    }

    /** Fields come in the writer's order; those that he had not have their defaults. */
    @Override
    public Object read(Decoder in) throws IOException, Unreadable {
        var values = new Object[parts.length];
        if (in instanceof ResolvingDecoder resolving) {
            for (Schema.Field field : resolving.readFieldOrder()) {
                values[field.pos()] = parts[field.pos()].mapping().read(in);
            }
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = parts[i].mapping().read(in);
            }
        }
        return construct(values);
    }

    /** Whether two records of this type differ in anything that counts. */
    boolean differ(Object one, Object other) {
        return Stream.of(parts)
                .anyMatch(part -> part.counts() && !get(part.accessor(), one).equals(get(part.accessor(), other)));
    }

    private static Object get(MethodHandle accessor, Object record) {
        try {
            return (Object) accessor.invokeExact(record);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Object construct(Object[] values) throws Unreadable {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException refused) {
            throw new Unreadable(String.valueOf(refused.getMessage()));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
