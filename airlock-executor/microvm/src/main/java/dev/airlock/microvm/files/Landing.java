package dev.airlock.microvm.files;

/** Where a path leads. */
public sealed interface Landing {
    /**
     * To something.
     *
     * @param parent the directory that its name stands in
     * @param name the last name of the path: {@code .} or {@code ..} or empty when it ends so
     * @param slash whether the path ends with a slash
     */
    record At(Inode inode, Folder parent, String name, boolean slash) implements Landing {}

    /** To a name that there is not, in a directory that there is. */
    record Gap(Folder parent, String name, boolean slash) implements Landing {}

    /** Nowhere, for this errno. */
    record Failed(long error) implements Landing {}
}
