package dev.airlock.microvm.personality;

import dev.airlock.image.Node;
import dev.airlock.microvm.machine.BadAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** struct linux_dirent64 records. Source: include/linux/dirent.h, v6.12. */
final class DirectoryEntries {
    private static final int HEADER_BYTES = 8 + 8 + 2 + 1;
    private static final byte DT_DIR = 4;
    private static final byte DT_REG = 8;
    private static final byte DT_LNK = 10;

    private record Entry(String name, long inode, byte type) {}

    private DirectoryEntries() {}

    /** Writes as many entries from the listing's position on as fit, and moves it; 0 at the end. */
    static long write(GuestProcess process, OpenFile.Listing listing, long address, long size) throws BadAddress {
        List<Entry> entries = entriesOf(listing.node);
        int position = listing.position;
        long at = 0;
        while (position < entries.size()) {
            byte[] bytes = record(entries.get(position), position + 1);
            if (bytes.length > Integer.toUnsignedLong((int) size) - at) {
                break;
            }
            process.memory().write(address + at, bytes);
            at += bytes.length;
            position++;
        }
        boolean tooSmall = at == 0 && position < entries.size();
        listing.position = position;
        return tooSmall ? Errors.EINVAL : at;
    }

    private static List<Entry> entriesOf(Node.Directory directory) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(".", directory.inode(), DT_DIR));
        entries.add(new Entry("..", directory.inode(), DT_DIR));
        for (Map.Entry<String, Node> child : directory.children().entrySet()) {
            entries.add(new Entry(child.getKey(), child.getValue().inode(), typeOf(child.getValue())));
        }
        return entries;
    }

    private static byte typeOf(Node node) {
        return switch (node) {
            case Node.Directory _ -> DT_DIR;
            case Node.File _ -> DT_REG;
            case Node.Symlink _ -> DT_LNK;
        };
    }

    private static byte[] record(Entry entry, long next) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        int length = (HEADER_BYTES + name.length + 1 + 7) / 8 * 8;
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(entry.inode())
                .putLong(next)
                .putShort((short) length)
                .put(entry.type())
                .put(name);
        return buffer.array();
    }
}
