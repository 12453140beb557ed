package dev.airlock.microvm.personality;

import dev.airlock.image.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** struct stat, 144 bytes. Source: arch/x86/include/uapi/asm/stat.h, v6.12. */
final class StatRecord {
    private static final int BYTES = 144;
    private static final int INODE = 8;
    private static final int LINKS = 16;
    private static final int MODE = 24;
    private static final int SIZE = 48;
    private static final int BLOCK_SIZE = 56;
    private static final int BLOCKS = 64;
    private static final int ACCESSED = 72;
    private static final int MODIFIED = 88;
    private static final int CHANGED = 104;

    private static final int S_IFIFO = 0010000;
    private static final int S_IFDIR = 0040000;
    private static final int S_IFREG = 0100000;
    private static final int S_IFLNK = 0120000;

    private static final int PREFERRED_BLOCK = 4096;
    private static final int BLOCK = 512;

    private StatRecord() {}

    /** Owned by root, as everything in the image is. */
    static byte[] of(Node node) {
        return switch (node) {
            case Node.File file -> record(node, S_IFREG, 1, file.content().byteSize());
            case Node.Directory directory ->
                record(node, S_IFDIR, 2, directory.children().size());
            case Node.Symlink link -> record(node, S_IFLNK, 1, link.target().getBytes(StandardCharsets.UTF_8).length);
        };
    }

    /** Descriptors 0, 1 and 2: pipes, so that no program takes them for a terminal. */
    static byte[] ofPipe() {
        byte[] bytes = new byte[BYTES];
        ByteBuffer buffer = over(bytes);
        buffer.putLong(INODE, 1).putLong(LINKS, 1).putInt(MODE, S_IFIFO | 0600).putLong(BLOCK_SIZE, PREFERRED_BLOCK);
        return bytes;
    }

    private static byte[] record(Node node, int type, int links, long size) {
        byte[] bytes = new byte[BYTES];
        ByteBuffer buffer = over(bytes);
        buffer.putLong(INODE, node.inode()).putLong(LINKS, links).putInt(MODE, type | node.permissions());
        buffer.putLong(SIZE, size).putLong(BLOCK_SIZE, PREFERRED_BLOCK).putLong(BLOCKS, (size + BLOCK - 1) / BLOCK);
        buffer.putLong(ACCESSED, node.modifiedSeconds());
        buffer.putLong(MODIFIED, node.modifiedSeconds());
        buffer.putLong(CHANGED, node.modifiedSeconds());
        return bytes;
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
