package dev.airlock.schemas.routes;

/**
 * Where the intents of one row run.
 *
 * @param name the row's pattern: {@code a:b}, {@code a:*} or {@code a:b(:*)}
 * @param image the image and its tag
 * @param snapshot the name of the warmed snapshot
 * @param memoryMib the most memory a guest may have, MiB, 32 to 512
 * @param hugePages whether its memory is worth huge pages
 * @param policy the syscall policy: {@code syscalls/POLICY.json}
 */
public record Route(String name, String image, String snapshot, int memoryMib, boolean hugePages, String policy) {
    private static final String BELOW = ":*";
    private static final String AT_AND_BELOW = "(:*)";

    public Route {
        if (!IntentName.isWellFormed(stem(name))) {
            throw new IllegalArgumentException("route '" + name + "': not a pattern of intents");
        }
        if (image.isBlank() || snapshot.isBlank() || policy.isBlank()) {
            throw new IllegalArgumentException("route " + name + ": image, snapshot and policy must be named");
        }
        if (memoryMib < 32 || memoryMib > 512) {
            throw new IllegalArgumentException("route " + name + ": " + memoryMib + " MiB; allowed are 32 to 512");
        }
    }

    /** The pattern without its wildcard. */
    String stem() {
        return stem(name);
    }

    /** Whether the row holds for the intent that is its stem. */
    boolean coversStem() {
        return !name.endsWith(BELOW);
    }

    /** Whether the row holds for intents below its stem. */
    boolean coversBelow() {
        return name.endsWith(BELOW) || name.endsWith(AT_AND_BELOW);
    }

    private static String stem(String name) {
        String end = name.endsWith(AT_AND_BELOW) ? AT_AND_BELOW : name.endsWith(BELOW) ? BELOW : "";
        return name.substring(0, name.length() - end.length());
    }
}
