package dev.airlock.ledger.audit.shell;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether some values have, between them, something in everything that values of their type can have: each optional component present and each
 * list with a member in one of them, and each case of what is sealed. So whoever adds a component to a token has to add it to what is mutated.
 */
final class EveryField {
    private final Set<String> possible = new TreeSet<>();
    private final Set<String> filled = new TreeSet<>();
    private final Set<Class<?>> walked = new HashSet<>();

    private EveryField() {}

    /** The components and cases that no value has, as {@code Eromheen.mode}. */
    static Set<String> missing(Class<? extends Record> type, Collection<? extends Record> values) {
        var every = new EveryField();
        every.type(type);
        values.forEach(every::value);
        Set<String> missing = new TreeSet<>(every.possible);
        missing.removeAll(every.filled);
        return missing;
    }

    private void type(Type type) {
        switch (type) {
            case ParameterizedType generic ->
                List.of(generic.getActualTypeArguments()).forEach(this::type);
            case Class<?> one
            when walked.add(one) -> {
                if (one.isSealed()) {
                    List.of(one.getPermittedSubclasses()).forEach(this::type);
                }
                if (one.isRecord()) {
                    possible.add(one.getSimpleName());
                    for (RecordComponent component : one.getRecordComponents()) {
                        possible.add(name(one, component));
                        type(component.getGenericType());
                    }
                }
            }
            default -> {}
        }
    }

    private void value(Object value) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(this::value);
            case Collection<?> list -> list.forEach(this::value);
            case Record record -> {
                filled.add(record.getClass().getSimpleName());
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    Object inner = read(record, component);
                    if (!isEmpty(inner)) {
                        filled.add(name(record.getClass(), component));
                        value(inner);
                    }
                }
            }
            default -> {}
        }
    }

    private static boolean isEmpty(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.isEmpty();
            case OptionalLong number -> number.isEmpty();
            case Collection<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(component + " of a public record can be read", e);
        }
    }

    private static String name(Class<?> type, RecordComponent component) {
        return type.getSimpleName() + "." + component.getName();
    }
}
