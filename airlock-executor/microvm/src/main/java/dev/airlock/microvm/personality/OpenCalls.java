package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Changes;
import dev.airlock.microvm.files.Device;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Folder;
import dev.airlock.microvm.files.ImageFile;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.Landing;
import dev.airlock.microvm.files.Link;
import dev.airlock.microvm.files.TempFile;
import dev.airlock.microvm.files.TempFolder;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Opening: open, openat, openat2, creat, memfd_create. */
final class OpenCalls {
    // include/uapi/asm-generic/fcntl.h, v6.12.
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_TRUNC = 01000;
    private static final int O_DIRECTORY = 0200000;
    private static final int O_NOFOLLOW = 0400000;
    static final int O_CLOEXEC = 02000000;
    private static final int O_TMPFILE = 020000000;

    /** What stays with the description. */
    private static final int KEPT = Description.O_ACCMODE | Description.SETTABLE | Description.O_PATH | 0100000;

    private static final int READ = 4;
    private static final int WRITE = 2;

    /** struct open_how. */
    private static final int HOW_BYTES = 24;

    private static final int HOW_MOST = 4096;
    private static final int MFD_KNOWN = 0x1F;
    private static final int MEMFD_NAME_MAX = 249;

    private OpenCalls() {}

    static void enter(CallTable table) {
        int here = PathArgument.AT_FDCWD;
        table.put(Numbers.OPEN, (process, call) -> open(process, here, call.a0(), (int) call.a1(), (int) call.a2()));
        table.put(
                Numbers.OPENAT,
                (process, call) -> open(process, (int) call.a0(), call.a1(), (int) call.a2(), (int) call.a3()));
        table.put(
                Numbers.CREAT,
                (process, call) ->
                        open(process, here, call.a0(), O_CREAT | O_TRUNC | Description.O_WRONLY, (int) call.a1()));
        table.put(Numbers.OPENAT2, OpenCalls::openat2);
        table.put(Numbers.MEMFD_CREATE, OpenCalls::memfd);
    }

    private static long openat2(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a3() < HOW_BYTES || call.a3() > HOW_MOST) {
            return Errors.EINVAL;
        }
        ByteBuffer how =
                ByteBuffer.wrap(process.memory().read(call.a2(), HOW_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        long flags = how.getLong();
        long mode = how.getLong();
        if (flags != (int) flags || mode < 0 || mode > 07777 || how.getLong() != 0) {
            return Errors.EINVAL;
        }
        return open(process, (int) call.a0(), call.a1(), (int) flags, (int) mode);
    }

    private static long open(GuestProcess process, int directory, long address, int flags, int mode) throws BadAddress {
        String path = PathArgument.text(process, address);
        if ((flags & Description.O_PATH) != 0) {
            int kept = flags & (O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | Description.O_PATH);
            return openPath(process, PathArgument.find(process, directory, path, (kept & O_NOFOLLOW) == 0), kept);
        }
        if ((flags & O_TMPFILE) != 0) {
            return openNameless(process, PathArgument.find(process, directory, path, true), flags, mode);
        }
        boolean exclusive = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
        boolean follow = (flags & O_NOFOLLOW) == 0 && !exclusive;
        return switch (PathArgument.find(process, directory, path, follow)) {
            case Landing.Failed(long error) -> error;
            case Landing.Gap gap -> (flags & O_CREAT) == 0 ? Errors.ENOENT : make(process, gap, flags, mode);
            case Landing.At at -> exclusive ? Errors.EEXIST : open(process, at.inode(), flags);
        };
    }

    private static long openPath(GuestProcess process, Landing landing, int flags) {
        return switch (landing) {
            case Landing.Failed(long error) -> error;
            case Landing.Gap _ -> Errors.ENOENT;
            case Landing.At at ->
                (flags & O_DIRECTORY) != 0 && !(at.inode() instanceof Folder)
                        ? Errors.ENOTDIR
                        : install(process, new PathOnly(at.inode()), flags);
        };
    }

    private static long make(GuestProcess process, Landing.Gap gap, int flags, int mode) {
        if ((flags & O_DIRECTORY) != 0) {
            return Errors.EINVAL;
        }
        if (!process.descriptors().hasRoom(1)) {
            return Errors.EMFILE;
        }
        return switch (new Changes(process.files(), process.wallNanos()).makeFile(gap, process.masked(mode))) {
            case Changes.Made.Failed(long error) -> error;
            case Changes.Made.File(TempFile file) -> install(process, new TempContent(file), flags);
        };
    }

    private static long openNameless(GuestProcess process, Landing landing, int flags, int mode) {
        if ((flags & O_DIRECTORY) == 0 || (flags & Description.O_ACCMODE) == 0) {
            return Errors.EINVAL;
        }
        if (!(landing instanceof Landing.At at)) {
            return landing instanceof Landing.Failed(long error) ? error : Errors.ENOENT;
        }
        if (!(at.inode() instanceof TempFolder)) {
            return at.inode() instanceof Folder ? Errors.EROFS : Errors.ENOTDIR;
        }
        return nameless(process, flags, process.masked(mode));
    }

    private static long nameless(GuestProcess process, int flags, int permissions) {
        if (!process.descriptors().hasRoom(1)) {
            return Errors.EMFILE;
        }
        return switch (new Changes(process.files(), process.wallNanos()).makeNameless(permissions)) {
            case Changes.Made.Failed(long error) -> error;
            case Changes.Made.File(TempFile file) -> install(process, new TempContent(file), flags);
        };
    }

    private static long open(GuestProcess process, Inode inode, int flags) {
        int mode = flags & Description.O_ACCMODE;
        boolean writes = mode != 0 || (flags & O_TRUNC) != 0;
        int wanted = (mode == Description.O_WRONLY ? 0 : READ) | (writes ? WRITE : 0);
        if (inode instanceof Link) {
            return Errors.ELOOP;
        }
        if (inode instanceof Folder folder) {
            return openFolder(process, folder, flags, writes);
        }
        if ((flags & O_DIRECTORY) != 0) {
            return Errors.ENOTDIR;
        }
        if (inode instanceof ImageFile && writes) {
            return Errors.EROFS;
        }
        if (!inode.allows(wanted)) {
            return Errors.EACCES;
        }
        return openContent(process, inode, flags);
    }

    private static long openFolder(GuestProcess process, Folder folder, int flags, boolean writes) {
        if (writes || (flags & O_CREAT) != 0) {
            return Errors.EISDIR;
        }
        return folder.allows(READ) ? install(process, new Listing(folder), flags) : Errors.EACCES;
    }

    private static long openContent(GuestProcess process, Inode inode, int flags) {
        if (!process.descriptors().hasRoom(1)) {
            return Errors.EMFILE;
        }
        return switch (inode) {
            case ImageFile file -> install(process, new ImageContent(file), flags);
            case Device device -> install(process, new DeviceStream(device), flags);
            case TempFile file -> {
                if ((flags & O_TRUNC) != 0) {
                    ContentCalls.truncate(process, file, 0);
                }
                yield install(process, new TempContent(file), flags);
            }
            case Folder _, Link _ -> throw new IllegalStateException("neither has content");
        };
    }

    static long install(GuestProcess process, Channel channel, int flags) {
        return process.descriptors().open(new Description(channel, flags & KEPT), 0, (flags & O_CLOEXEC) != 0);
    }

    private static long memfd(GuestProcess process, Event.Call call) throws BadAddress {
        int flags = (int) call.a1();
        if ((flags & ~MFD_KNOWN) != 0 || (flags & 4) != 0) {
            return Errors.EINVAL;
        }
        if (process.memory().readString(call.a0(), MEMFD_NAME_MAX + 1).length > MEMFD_NAME_MAX) {
            return Errors.EINVAL;
        }
        return nameless(process, Description.O_RDWR | ((flags & 1) != 0 ? O_CLOEXEC : 0), 0777);
    }
}
