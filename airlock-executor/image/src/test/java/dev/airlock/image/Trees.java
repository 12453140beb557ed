package dev.airlock.image;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Small trees for tests. */
final class Trees {
    private static long inode = 1;

    private Trees() {}

    static Node.Directory directory(Map<String, Node> children) {
        return new Node.Directory(inode++, 0755, 0, new TreeMap<>(children));
    }

    static Node.File file(String content) {
        return new Node.File(inode++, 0644, 0, MemorySegment.ofArray(content.getBytes(StandardCharsets.UTF_8)));
    }

    static Node.Symlink link(String target) {
        return new Node.Symlink(inode++, 0777, 0, target);
    }
}
