package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.ImageFile;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.Landing;
import dev.airlock.microvm.files.TempFile;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;

/** Position and size: lseek, truncate, ftruncate, fallocate, fsync and their kin. */
final class ContentCalls {
    // include/uapi/linux/fs.h, v6.12.
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;

    private static final int WRITE = 2;
    private static final int ADVICE_LAST = 5;

    private ContentCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.LSEEK, ContentCalls::lseek);
        table.put(Numbers.TRUNCATE, ContentCalls::truncate);
        table.put(Numbers.FTRUNCATE, ContentCalls::ftruncate);
        table.put(Numbers.FALLOCATE, ContentCalls::fallocate);
        table.put(Numbers.FADVISE64, ContentCalls::advise);
        table.put(Numbers.FSYNC, ContentCalls::sync);
        table.put(Numbers.FDATASYNC, ContentCalls::sync);
        table.put(Numbers.SYNC_FILE_RANGE, ContentCalls::sync);
        table.put(Numbers.SYNC, (_, _) -> 0);
    }

    private static long lseek(GuestProcess process, Event.Call call) {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null || (file.flags() & Description.O_PATH) != 0) {
            return Errors.EBADF;
        }
        if (!file.channel.isSeekable()) {
            return Errors.ESPIPE;
        }
        if (file.channel instanceof DeviceStream) {
            return 0;
        }
        long size = file.channel.inode().map(Inode::bytes).orElse(0L);
        long to = target(file, call.a1(), (int) call.a2(), file.channel instanceof Listing ? 0 : size);
        if (to >= 0) {
            file.position = to;
        }
        return to;
    }

    /** Where a seek leads, or a negative errno. */
    private static long target(Description file, long offset, int whence, long size) {
        return switch (whence) {
            case SEEK_SET -> offset < 0 ? Errors.EINVAL : offset;
            case SEEK_CUR -> sum(file.position, offset);
            case SEEK_END -> sum(size, offset);
            case SEEK_DATA -> offset < 0 || offset >= size ? Errors.ENXIO : content(file, offset, true);
            case SEEK_HOLE -> offset < 0 || offset >= size ? Errors.ENXIO : content(file, offset, false);
            default -> Errors.EINVAL;
        };
    }

    private static long sum(long base, long offset) {
        long to = base + offset;
        return offset > 0 && to < 0 ? Errors.EOVERFLOW : to < 0 ? Errors.EINVAL : to;
    }

    private static long content(Description file, long offset, boolean wanted) {
        if (file.channel instanceof TempContent(TempFile temp)) {
            return wanted ? temp.nextContent(offset) : temp.nextHole(offset);
        }
        return wanted ? offset : file.channel.inode().map(Inode::bytes).orElse(0L);
    }

    /** Cuts a file and what is mapped of it. */
    static void truncate(GuestProcess process, TempFile file, long bytes) {
        long before = file.bytes();
        process.sharedMappings().toFile(process, file, 0, Math.min(before, bytes));
        file.truncate(bytes, process.wallNanos());
        process.sharedMappings().fromFile(process, file, Math.min(before, bytes), Math.max(before, bytes));
    }

    private static long truncate(GuestProcess process, Event.Call call) throws BadAddress {
        Landing landing = PathArgument.find(process, PathArgument.AT_FDCWD, call.a0(), true);
        if (call.a1() < 0) {
            return Errors.EINVAL;
        }
        return switch (landing) {
            case Landing.Failed(long error) -> error;
            case Landing.Gap _ -> Errors.ENOENT;
            case Landing.At at ->
                switch (at.inode()) {
                    case TempFile file
                    when file.allows(WRITE) -> {
                        truncate(process, file, call.a1());
                        yield 0;
                    }
                    case TempFile _ -> Errors.EACCES;
                    case dev.airlock.microvm.files.Folder _ -> Errors.EISDIR;
                    case ImageFile _ -> Errors.EROFS;
                    case dev.airlock.microvm.files.Device _, dev.airlock.microvm.files.Link _ -> Errors.EINVAL;
                };
        };
    }

    private static long ftruncate(GuestProcess process, Event.Call call) {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null || (file.flags() & Description.O_PATH) != 0) {
            return Errors.EBADF;
        }
        if (call.a1() < 0 || !file.writes() || !(file.channel instanceof TempContent(TempFile temp))) {
            return Errors.EINVAL;
        }
        truncate(process, temp, call.a1());
        return 0;
    }

    private static long fallocate(GuestProcess process, Event.Call call) {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null || !file.writes()) {
            return Errors.EBADF;
        }
        if (call.a2() < 0 || call.a3() <= 0) {
            return Errors.EINVAL;
        }
        return file.channel instanceof PipeEnd ? Errors.ESPIPE : Errors.EOPNOTSUPP;
    }

    private static long advise(GuestProcess process, Event.Call call) {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null) {
            return Errors.EBADF;
        }
        if (file.channel instanceof PipeEnd) {
            return Errors.ESPIPE;
        }
        return call.a3() < 0 || call.a3() > ADVICE_LAST ? Errors.EINVAL : 0;
    }

    private static long sync(GuestProcess process, Event.Call call) {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null || (file.flags() & Description.O_PATH) != 0) {
            return Errors.EBADF;
        }
        return file.channel.inode().isPresent() ? 0 : Errors.EINVAL;
    }
}
