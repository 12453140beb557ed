package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.FileTypes;
import dev.airlock.microvm.files.Folder;
import dev.airlock.microvm.files.Names;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** getdents64 and getdents: struct linux_dirent64 and linux_dirent. Source: include/linux/dirent.h, fs/readdir.c, v6.12. */
final class DirectoryEntries {
    private static final int NEW_HEADER = 8 + 8 + 2 + 1;
    private static final int OLD_HEADER = 8 + 8 + 2;
    private static final int TYPE_SHIFT = 12;

    /** More than any directory of ours fills; a guest's larger number asks for no more. */
    private static final int MOST_BYTES = 1 << 20;

    private DirectoryEntries() {}

    static void enter(CallTable table) {
        table.put(Numbers.GETDENTS64, (process, call) -> getdents(process, call, true));
        table.put(Numbers.GETDENTS, (process, call) -> getdents(process, call, false));
    }

    private static long getdents(GuestProcess process, Event.Call call, boolean modern) throws BadAddress {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null || (file.flags() & Description.O_PATH) != 0) {
            return Errors.EBADF;
        }
        if (!(file.channel instanceof Listing listing)) {
            return Errors.ENOTDIR;
        }
        int size = (int) Math.min(Integer.toUnsignedLong((int) call.a2()), MOST_BYTES);
        return write(process, file, listing, call.a1(), size, modern);
    }

    /** Writes as many entries from the description's position on as fit, and moves it; 0 at the end. */
    private static long write(
            GuestProcess process, Description file, Listing listing, long address, int size, boolean modern)
            throws BadAddress {
        if (listing.folder.isGone()) {
            return Errors.ENOENT;
        }
        List<Folder.Entry> entries = listing.entries(file.position);
        long position = file.position;
        int at = 0;
        while (position < entries.size()) {
            byte[] bytes = record(entries.get((int) position), position + 1, modern);
            if (bytes.length > size - at) {
                break;
            }
            process.memory().write(address + at, bytes);
            at += bytes.length;
            position++;
        }
        boolean tooSmall = at == 0 && position < entries.size();
        file.position = position;
        return tooSmall ? Errors.EINVAL : at;
    }

    private static byte[] record(Folder.Entry entry, long next, boolean modern) {
        byte[] name = Names.toBytes(entry.name());
        byte type = (byte) ((entry.inode().mode() & FileTypes.MASK) >> TYPE_SHIFT);
        int length = ((modern ? NEW_HEADER : OLD_HEADER + 1) + name.length + 1 + 7) / 8 * 8;
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(entry.inode().number()).putLong(next).putShort((short) length);
        if (modern) {
            buffer.put(type).put(name);
        } else {
            buffer.put(name).put(length - 1, type);
        }
        return buffer.array();
    }
}
