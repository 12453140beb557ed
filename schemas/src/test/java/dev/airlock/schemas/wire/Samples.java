package dev.airlock.schemas.wire;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Switches;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Values of every record for tests: each component gets a value of its type, seeded, so that two seeds differ. */
final class Samples {
    private static final Set<String> NEVER_EMPTY = Set.of("route", "files", "intents", "delegations");

    private Samples() {}

    static Object of(Type type, String name, int seed) {
        if (type instanceof ParameterizedType generic) {
            Object inner = of(generic.getActualTypeArguments()[0], name, seed);
            boolean empty = seed % 2 == 0 && !NEVER_EMPTY.contains(name);
            return generic.getRawType() == List.class
                    ? (empty ? List.of() : List.of(inner))
                    : (empty ? Optional.empty() : Optional.of(inner));
        }
        return ofClass((Class<?>) type, name, seed);
    }

    private static Object ofClass(Class<?> type, String name, int seed) {
        if (type == String.class) {
            return fixedText(name, seed);
        } else if (type == int.class) {
            return name.equals("depth") && seed % 2 == 0 ? 0 : 1 + seed;
        } else if (type == long.class) {
            return 1L + seed;
        } else if (type == double.class) {
            return 0.5 + seed;
        } else if (type == boolean.class || type == Boolean.class) {
            return seed % 2 == 1;
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(1_767_225_600L + seed + (later(name) ? 60 : 0), 1000L * seed);
        } else if (type == Bytes.class) {
            return Bytes.of(new byte[] {(byte) seed, 2, 3});
        } else if (type.isEnum()) {
            List<?> constants = List.of(type.getEnumConstants());
            return constants.get(seed % constants.size());
        }
        return record(type, seed);
    }

    private static boolean later(String name) {
        return name.equals("validUntil") || name.equals("expiresAt");
    }

    private static String fixedText(String name, int seed) {
        return switch (name) {
            case "kind" -> "airlock_runtime_verdict.v1";
            case "observationLayer" -> "tibet-gateway";
            case "routeClass" -> "local";
            case "laneCollisionPolicy" -> "queue";
            case "coffeeLanePolicy" -> "rebuild";
            case "intentHash", "payloadHash", "version", "root", "hash", "parent" ->
                Hashes.sha256(new byte[] {(byte) seed});
            case "attestationLayer" -> "jis";
            case "identity" -> "jis:acme:crawler-" + seed;
            case "intents" -> "shell:*";
            case "nonce" -> "0123456789abcde" + seed;
            case "scope" -> "session:s-" + seed;
            default -> name + "-" + seed;
        };
    }

    static Object record(Class<?> type, int seed) {
        if (type.getSimpleName().equals("Switches")) {
            return Switches.of(List.of(PostureLevel.values()).get(seed % 3));
        }
        RecordComponent[] components = type.getRecordComponents();
        try {
            return type.getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(Stream.of(components)
                            .map(component -> of(component.getGenericType(), component.getName(), seed))
                            .toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type + " cannot be made", e);
        }
    }
}
