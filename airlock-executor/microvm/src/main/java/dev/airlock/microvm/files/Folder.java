package dev.airlock.microvm.files;

import java.util.List;
import java.util.Optional;

/** A directory. */
public sealed interface Folder extends Inode permits ImageFolder, DeviceFolder, TempFolder {
    /** One entry of a directory. */
    record Entry(String name, Inode inode) {}

    /** What a name leads to, neither {@code .} nor {@code ..}. */
    Optional<Inode> child(String name);

    /** All of it but {@code .} and {@code ..}. */
    List<Entry> entries();

    /** The root is its own parent. */
    Folder parent();

    /** How the parent calls it; empty for the root. */
    String name();

    /** Whether it was removed while somebody had it open. */
    default boolean isGone() {
        return false;
    }

    /** The absolute path, or nothing when it or one above it was removed, or when the path is longer than Linux tells. */
    default Optional<String> path() {
        StringBuilder path = new StringBuilder();
        Folder at = this;
        while (!at.name().isEmpty()) {
            if (at.isGone() || path.length() > Walk.PATH_BYTES) {
                return Optional.empty();
            }
            path.insert(0, "/" + at.name());
            at = at.parent();
        }
        boolean fits = path.length() <= Walk.PATH_BYTES;
        return fits ? Optional.of(path.isEmpty() ? "/" : path.toString()) : Optional.empty();
    }
}
