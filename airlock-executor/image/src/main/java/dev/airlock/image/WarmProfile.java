package dev.airlock.image;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which modules a Python guest holds already when its snapshot is taken: what is in costs a payload nothing, and costs every guest
 * memory. None of them draws a seed (random, uuid, tempfile and OpenSSL do).
 */
public enum WarmProfile {
    /** The runner alone. */
    BARE("bare", List.of()),
    /** What small programs use most. */
    JSON_RE_MATH("json+re+math", List.of("json", "math", "re")),
    /** What most programs use. */
    STANDARD(
            "standard",
            List.of(
                    "base64",
                    "bisect",
                    "collections",
                    "copy",
                    "datetime",
                    "functools",
                    "heapq",
                    "itertools",
                    "json",
                    "math",
                    "operator",
                    "re",
                    "string",
                    "struct",
                    "textwrap",
                    "time"));

    private final String text;
    private final List<String> modules;

    WarmProfile(String text, List<String> modules) {
        this.text = text;
        this.modules = modules;
    }

    /** The profile of that name, as {@link #text} has it. */
    public static Optional<WarmProfile> of(String text) {
        return Stream.of(values()).filter(profile -> profile.text.equals(text)).findFirst();
    }

    /** What the command line calls it: {@code json+re+math}. */
    public String text() {
        return text;
    }

    /** The modules, by the name that an import statement uses. */
    public List<String> modules() {
        return modules;
    }

    /** What the image with this profile is called: the standard one is the latest. */
    public String image() {
        return this == STANDARD ? PythonImage.NAME : "airlock-python:" + text;
    }
}
