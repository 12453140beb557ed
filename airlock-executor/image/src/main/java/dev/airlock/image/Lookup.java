package dev.airlock.image;

/** What {@link RootFs#resolve} found; the errors are those of {@code path_resolution(7)}. */
public sealed interface Lookup {
    /** {@code canonicalPath} is absolute, without {@code .}, {@code ..}, links or a trailing slash. */
    record Found(Node node, String canonicalPath) implements Lookup {}

    /** ENOENT. */
    record Missing() implements Lookup {}

    /** ENOTDIR: a component before the last, or one with a trailing slash, is no directory. */
    record NotADirectory() implements Lookup {}

    /** ELOOP: more than 40 symbolic links. */
    record Loop() implements Lookup {}

    /** ENAMETOOLONG: a component over 255 bytes, or a path over 4095 bytes. */
    record NameTooLong() implements Lookup {}
}
