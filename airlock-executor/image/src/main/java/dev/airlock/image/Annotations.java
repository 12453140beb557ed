package dev.airlock.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A manifest's annotations (OCI image-spec 1.1, annotations.md). They are part of what the image's digest is over, so nobody can
 * change what an image says of itself without making it another image.
 */
record Annotations(SortedMap<String, String> values) {
    /** Which reviewed base set of system calls the program runs under: {@code syscalls/runtime-NAME.json}. */
    static final String RUNTIME = "dev.airlock.runtime";
    /** What the program holds already when it asks for its payload. */
    static final String WARM = "dev.airlock.warm";

    private static final Pattern RUNTIME_NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int MOST = 256;
    private static final int LENGTH_MAX = 4096;

    Annotations {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static Annotations of(String runtime, String warm) {
        return new Annotations(new TreeMap<>(Map.of(RUNTIME, runtime, WARM, warm)));
    }

    static Annotations read(JsonNode manifest, String thing) throws ImageRejected {
        SortedMap<String, String> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : manifest.path("annotations").properties()) {
            String text = entry.getValue().asText("");
            if (!entry.getValue().isTextual() || text.length() > LENGTH_MAX || values.size() == MOST) {
                throw new ImageRejected(
                        thing, "has the annotation " + entry.getKey(), "at most " + MOST + " short texts are read");
            }
            values.put(entry.getKey(), text);
        }
        Annotations read = new Annotations(values);
        if (read.runtime().isPresent()) {
            requireName(read.runtime().get(), thing);
        }
        return read;
    }

    /** The same but for the runtime. */
    Annotations withRuntime(String runtime) throws ImageRejected {
        requireName(runtime, "the runtime");
        SortedMap<String, String> changed = new TreeMap<>(values);
        changed.put(RUNTIME, runtime);
        return new Annotations(changed);
    }

    Optional<String> runtime() {
        return Optional.ofNullable(values.get(RUNTIME));
    }

    Optional<String> warm() {
        return Optional.ofNullable(values.get(WARM));
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        values.forEach(json::put);
        return json;
    }

    private static void requireName(String runtime, String thing) throws ImageRejected {
        if (!RUNTIME_NAME.matcher(runtime).matches()) {
            throw new ImageRejected(
                    thing, "names the runtime " + runtime, "a runtime is 1 to 32 of a-z, 0-9 and -, such as python");
        }
    }
}
