package dev.airlock.schemas.routes;

import dev.airlock.schemas.model.RouteTaken;
import java.util.Set;

/**
 * Where the intents of one row run.
 *
 * @param name the row's pattern: {@code a:b}, {@code a:*} or {@code a:b(:*)}
 * @param image the image and its tag
 * @param snapshot the name of the warmed snapshot
 * @param memoryMib the most memory a guest may have, MiB, 32 to 512
 * @param sizeMib the memory of a guest that nobody asked a figure for, MiB, a size class of at most {@code memoryMib}
 * @param workMib how much of that the program itself is meant to have, MiB, 1 to {@code sizeMib}
 * @param hugePages whether its memory is worth huge pages
 * @param policy the syscall policy: {@code syscalls/POLICY.json}
 */
public record Route(
        String name,
        String image,
        String snapshot,
        int memoryMib,
        int sizeMib,
        int workMib,
        boolean hugePages,
        String policy) {
    private static final String BELOW = ":*";
    private static final Set<Integer> SIZE_CLASSES = Set.of(32, 64, 128, 256, 512);
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
        if (!SIZE_CLASSES.contains(sizeMib) || sizeMib > memoryMib || workMib < 1 || workMib > sizeMib) {
            throw new IllegalArgumentException("route " + name + ": " + workMib + " MiB of work in a guest of "
                    + sizeMib + "; a guest has 32, 64, 128, 256 or 512 MiB, at most the route's " + memoryMib);
        }
    }

    /** The row as screenings and orders name it. */
    public RouteTaken taken() {
        return new RouteTaken(name, image, snapshot, memoryMib, policy);
    }

    /**
     * What an intent asks for, in MiB: its own figure, or what the row's programs are meant to have where it gives none.
     *
     * @param figure the intent's, 0 for none
     */
    public int askedMib(int figure) {
        return figure > 0 ? figure : sizeMib;
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
