package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.TempSpace;
import dev.airlock.microvm.machine.BadAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** File systems as a whole, and extended attributes, of which there are none. */
final class FileSystemCalls {
    private static final int STATFS_BYTES = 120;
    private static final int BLOCK = 4096;
    private static final int NAME_MAX = 255;

    /** TMPFS_MAGIC and ROMFS_MAGIC of include/uapi/linux/magic.h. */
    private static final long TEMP_MAGIC = 0x0102_1994;

    private static final long IMAGE_MAGIC = 0x7275;
    private static final long READ_ONLY = 1;
    private static final int HERE = PathArgument.AT_FDCWD;
    private static final int NO_FOLLOW = AttributeCalls.AT_SYMLINK_NOFOLLOW;

    private FileSystemCalls() {}

    static void enter(CallTable table) {
        table.put(
                Numbers.STATFS,
                (process, call) -> statfs(process, AttributeCalls.place(process, HERE, call.a0(), 0), call.a1()));
        table.put(
                Numbers.FSTATFS,
                (process, call) -> statfs(process, AttributeCalls.open(process, (int) call.a0()), call.a1()));
        for (int number : new int[] {Numbers.GETXATTR, Numbers.LISTXATTR, Numbers.SETXATTR, Numbers.REMOVEXATTR}) {
            byPath(table, number, number, 0);
        }
        byPath(table, Numbers.LGETXATTR, Numbers.GETXATTR, NO_FOLLOW);
        byPath(table, Numbers.LLISTXATTR, Numbers.LISTXATTR, NO_FOLLOW);
        byPath(table, Numbers.LSETXATTR, Numbers.SETXATTR, NO_FOLLOW);
        byPath(table, Numbers.LREMOVEXATTR, Numbers.REMOVEXATTR, NO_FOLLOW);
        byDescriptor(table, Numbers.FGETXATTR, Numbers.GETXATTR);
        byDescriptor(table, Numbers.FLISTXATTR, Numbers.LISTXATTR);
        byDescriptor(table, Numbers.FSETXATTR, Numbers.SETXATTR);
        byDescriptor(table, Numbers.FREMOVEXATTR, Numbers.REMOVEXATTR);
    }

    private static void byPath(CallTable table, int number, int meaning, int flags) {
        table.put(number, (process, call) -> attribute(AttributeCalls.place(process, HERE, call.a0(), flags), meaning));
    }

    private static void byDescriptor(CallTable table, int number, int meaning) {
        table.put(number, (process, call) -> attribute(AttributeCalls.open(process, (int) call.a0()), meaning));
    }

    private static long attribute(AttributeCalls.Place place, int meaning) {
        if (place.error() != 0) {
            return place.error();
        }
        boolean image = place.inode().map(Inode::device).orElse(0L) == Inode.IMAGE_DEVICE;
        return switch (meaning) {
            case Numbers.LISTXATTR -> 0;
            case Numbers.GETXATTR -> Errors.ENODATA;
            default -> image ? Errors.EROFS : Errors.EOPNOTSUPP;
        };
    }

    private static long statfs(GuestProcess process, AttributeCalls.Place place, long into) throws BadAddress {
        if (place.error() != 0) {
            return place.error();
        }
        process.memory().write(into, record(process, place.inode()));
        return 0;
    }

    private static byte[] record(GuestProcess process, Optional<Inode> inode) {
        boolean temp = inode.map(Inode::device).orElse(0L) == Inode.TEMP_DEVICE;
        TempSpace space = process.files().space();
        ByteBuffer buffer = ByteBuffer.allocate(STATFS_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long free = temp ? Math.max(0, space.limit() - space.used()) / BLOCK : 0;
        buffer.putLong(temp ? TEMP_MAGIC : IMAGE_MAGIC).putLong(BLOCK);
        buffer.putLong(temp ? space.limit() / BLOCK : 0).putLong(free).putLong(free);
        buffer.putLong(space.nodes()).putLong(0).putLong(0).putLong(NAME_MAX).putLong(BLOCK);
        buffer.putLong(temp ? 0 : READ_ONLY);
        return buffer.array();
    }
}
