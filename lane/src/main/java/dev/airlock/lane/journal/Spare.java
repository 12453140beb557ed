package dev.airlock.lane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files full of zeros for segments to come: their blocks are there, so that writing into them cannot fail for want of room. */
final class Spare {
    private static final int BLOCK_BYTES = 1 << 16;

    private Spare() {}

    /** Makes a file of zeros, on the disk with its name when this returns; nothing is left if that fails. */
    static void make(Path file, int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            zeros(channel, 0, bytes);
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        syncDirectory(file.getParent());
    }

    static void zeros(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        for (long at = from; at < to; ) {
            at += channel.write(block.clear().limit((int) Math.min(BLOCK_BYTES, to - at)), at);
        }
    }

    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
