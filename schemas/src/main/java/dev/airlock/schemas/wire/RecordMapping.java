package dev.airlock.schemas.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * A Java record and its Avro record: component {@code fromAint} is field {@code from_aint}. They must agree name by name and
 * in order, which is checked when the mapping is made, so a field cannot be forgotten on either side.
 */
final class RecordMapping implements Mapping {
    private final Schema schema;
    private final MethodHandle constructor;
    private final List<Part> parts;

    private RecordMapping(Schema schema, MethodHandle constructor, List<Part> parts) {
        this.schema = schema;
        this.constructor = constructor;
        this.parts = parts;
    }

    private record Part(MethodHandle accessor, Mapping mapping) {}

    static RecordMapping of(Class<?> type, Schema schema) {
        RecordComponent[] components = type.getRecordComponents();
        List<Schema.Field> fields = schema.getFields();
        if (components.length != fields.size()) {
            throw new IllegalStateException(type.getSimpleName() + " has " + components.length + " components and "
                    + schema.getName() + " has " + fields.size() + " fields");
        }
        var parts = Stream.iterate(0, i -> i < components.length, i -> i + 1)
                .map(i -> part(type, components[i], fields.get(i)))
                .toList();
        return new RecordMapping(schema, constructorOf(type, components), parts);
    }

    private static Part part(Class<?> type, RecordComponent component, Schema.Field field) {
        String wanted = snakeCase(component.getName());
        if (!field.name().equals(wanted) && !field.name().equals("_" + wanted)) {
            throw new IllegalStateException(
                    type.getSimpleName() + "." + component.getName() + " meets the field " + field.name());
        }
        try {
            MethodHandle accessor = MethodHandles.publicLookup()
                    .unreflect(component.getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
            return new Part(accessor, Mappings.of(component.getGenericType(), field.schema()));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle constructorOf(Class<?> type, RecordComponent[] components) {
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return MethodHandles.publicLookup()
                    .unreflectConstructor(type.getDeclaredConstructor(types))
                    .asSpreader(Object[].class, types.length);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @Override
    public GenericData.Record toAvro(Object java) {
        var avro = new GenericData.Record(schema);
        for (int i = 0; i < parts.size(); i++) {
            avro.put(i, parts.get(i).mapping().toAvro(read(parts.get(i).accessor(), java)));
        }
        return avro;
    }

    @Override
    public Object toJava(Object avro) throws Unreadable {
        var values = new Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parts.get(i).mapping().toJava(((IndexedRecord) avro).get(i));
        }
        return construct(values);
    }

    private static Object read(MethodHandle accessor, Object record) {
        try {
            return (Object) accessor.invokeExact(record);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Object construct(Object[] values) throws Unreadable {
        try {
            return constructor.invoke(values);
        } catch (RuntimeException refused) {
            throw new Unreadable(String.valueOf(refused.getMessage()));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
