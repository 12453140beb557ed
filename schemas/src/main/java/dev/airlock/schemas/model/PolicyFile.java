package dev.airlock.schemas.model;

/**
 * A file of policies, as an operator wrote it.
 *
 * @param name its name without a directory, 1 to 128 visible ASCII characters: {@code admit.cedar}
 * @param text what is in it, at most {@value #TEXT_MAX} characters
 */
public record PolicyFile(String name, String text) {
    /** The most characters of a file. */
    public static final int TEXT_MAX = 65_536;

    public PolicyFile {
        Check.id("name of a policy file", name);
        Check.atMost("text of " + name, text, TEXT_MAX);
    }
}
