package dev.airlock.image;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One entry of a {@link RootFs}. Names belong to the directory, so two names of one file share its inode number. */
public sealed interface Node {
    /** Twelve bits: setuid, setgid, sticky and rwx three times. */
    int PERMISSION_BITS = 07777;

    /** At least 1, unique to this node within its file system. */
    long inode();

    /** The low twelve bits of {@code st_mode}. */
    int permissions();

    /** Seconds since 1970-01-01T00:00:00Z, never negative. */
    long modifiedSeconds();

    /** A regular file; {@code content} is a read-only segment that any thread may read, and its size is the file's. */
    record File(long inode, int permissions, long modifiedSeconds, MemorySegment content) implements Node {
        public File {
            check(inode, permissions, modifiedSeconds);
            content = content.asReadOnly();
        }
    }

    /** A directory; {@code children} are sorted by name and hold neither {@code .} nor {@code ..}. */
    record Directory(long inode, int permissions, long modifiedSeconds, SortedMap<String, Node> children)
            implements Node {
        public Directory {
            check(inode, permissions, modifiedSeconds);
            children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
            if (children.keySet().stream().anyMatch(Node::isNoName)) {
                throw new IllegalArgumentException("a directory holds plain names, not " + children.keySet());
            }
        }
    }

    /** A symbolic link; {@code target} is as it was written, absolute or relative to the link's directory. */
    record Symlink(long inode, int permissions, long modifiedSeconds, String target) implements Node {
        public Symlink {
            check(inode, permissions, modifiedSeconds);
            if (target.isEmpty() || target.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a symbolic link needs a target without NUL");
            }
        }
    }

    private static void check(long inode, int permissions, long modifiedSeconds) {
        if (inode < 1 || (permissions & ~PERMISSION_BITS) != 0 || modifiedSeconds < 0) {
            throw new IllegalArgumentException(
                    "inode %d, permissions %o, modified %d".formatted(inode, permissions, modifiedSeconds));
        }
    }

    private static boolean isNoName(String name) {
        return name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0;
    }
}
