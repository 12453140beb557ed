package dev.airlock.microvm.files;

import dev.airlock.image.Node;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lays out the files that a run is given, as a directory that nobody can change. */
final class InputFiles {
    /** Above every inode of an image. */
    private static final long FIRST_INODE = 1L << 40;

    private static final int FOLDER_PERMISSIONS = 0555;
    private static final int FILE_PERMISSIONS = 0444;

    private final SortedMap<String, Object> top = new TreeMap<>();
    private long lastInode = FIRST_INODE;

    private InputFiles() {}

    /** @throws IllegalArgumentException if two names are one, or one is a folder of another */
    static Node.Directory folder(List<GuestFile> files) {
        InputFiles inputs = new InputFiles();
        files.forEach(inputs::add);
        return inputs.directory(inputs.top);
    }

    private void add(GuestFile file) {
        SortedMap<String, Object> folder = top;
        String[] parts = file.name().split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            folder = below(folder, parts[i], file);
        }
        MemorySegment content = MemorySegment.ofArray(file.content());
        Node.File node = new Node.File(++lastInode, FILE_PERMISSIONS, 0, content);
        if (folder.put(parts[parts.length - 1], node) != null) {
            throw new IllegalArgumentException("two input files are called " + file.name());
        }
    }

    @SuppressWarnings("unchecked") // only this class puts values in, and every map is one of these
    private static SortedMap<String, Object> below(SortedMap<String, Object> folder, String part, GuestFile file) {
        Object found = folder.computeIfAbsent(part, _ -> new TreeMap<String, Object>());
        if (found instanceof SortedMap<?, ?> known) {
            return (SortedMap<String, Object>) known;
        }
        throw new IllegalArgumentException("an input file is a folder of " + file.name());
    }

    private Node.Directory directory(SortedMap<String, Object> folder) {
        SortedMap<String, Node> children = new TreeMap<>();
        folder.forEach((name, found) -> children.put(name, node(found)));
        return new Node.Directory(++lastInode, FOLDER_PERMISSIONS, 0, children);
    }

    @SuppressWarnings("unchecked") // as above
    private Node node(Object found) {
        return found instanceof Node.File file ? file : directory((SortedMap<String, Object>) found);
    }
}
