package dev.airlock.microvm.personality;

import dev.airlock.image.Node;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Calls that name a path of the image: open, stat, access, readlink, chdir. */
final class PathCalls {
    private static final int AT_FDCWD = -100;

    // include/uapi/asm-generic/fcntl.h and include/uapi/linux/fcntl.h, v6.12.
    private static final int O_ACCMODE = 3;
    private static final int O_CREAT = 0100;
    private static final int O_TRUNC = 01000;
    private static final int O_DIRECTORY = 0200000;
    private static final int O_NOFOLLOW = 0400000;
    private static final int O_CLOEXEC = 02000000;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int W_OK = 2;
    private static final int X_OK = 1;
    private static final int ACCESS_BITS = 7;

    private PathCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.OPEN, (process, call) -> open(process, AT_FDCWD, call.a0(), (int) call.a1()));
        table.put(Numbers.OPENAT, (process, call) -> open(process, (int) call.a0(), call.a1(), (int) call.a2()));
        table.put(Numbers.STAT, (process, call) -> stat(process, AT_FDCWD, call.a0(), call.a1(), 0));
        table.put(Numbers.LSTAT, (process, call) -> stat(process, AT_FDCWD, call.a0(), call.a1(), AT_SYMLINK_NOFOLLOW));
        table.put(
                Numbers.NEWFSTATAT,
                (process, call) -> stat(process, (int) call.a0(), call.a1(), call.a2(), (int) call.a3()));
        table.put(Numbers.ACCESS, (process, call) -> access(process, AT_FDCWD, call.a0(), call.a1()));
        table.put(Numbers.FACCESSAT, PathCalls::faccessat);
        table.put(Numbers.FACCESSAT2, PathCalls::faccessat);
        table.put(Numbers.READLINK, (process, call) -> readlink(process, AT_FDCWD, call.a0(), call.a1(), call.a2()));
        table.put(
                Numbers.READLINKAT,
                (process, call) -> readlink(process, (int) call.a0(), call.a1(), call.a2(), call.a3()));
        table.put(Numbers.CHDIR, PathCalls::chdir);
        table.put(Numbers.GETCWD, PathCalls::getcwd);
    }

    private static long open(GuestProcess process, int directory, long address, int flags) throws BadAddress {
        String path = PathArgument.text(process, address);
        boolean follow = (flags & O_NOFOLLOW) == 0;
        return switch (PathArgument.resolve(process, directory, path, follow)) {
            case Resolved.Failed(long error) -> error == Errors.ENOENT && (flags & O_CREAT) != 0 ? Errors.EROFS : error;
            case Resolved.To(Node node, String canonical) -> open(process, node, canonical, flags);
        };
    }

    private static long open(GuestProcess process, Node node, String canonicalPath, int flags) {
        boolean writes = (flags & O_ACCMODE) != 0 || (flags & O_TRUNC) != 0;
        OpenFile file =
                switch (node) {
                    case Node.File content -> new OpenFile.Reading(content);
                    case Node.Directory directory -> new OpenFile.Listing(directory, canonicalPath);
                    case Node.Symlink _ -> null;
                };
        if (file == null) {
            return Errors.ELOOP;
        }
        if (file instanceof OpenFile.Reading && (flags & O_DIRECTORY) != 0) {
            return Errors.ENOTDIR;
        }
        if (writes) {
            return file instanceof OpenFile.Listing ? Errors.EISDIR : Errors.EROFS;
        }
        return process.descriptors().open(file, 0, (flags & O_CLOEXEC) != 0);
    }

    private static long stat(GuestProcess process, int directory, long address, long into, int flags)
            throws BadAddress {
        String path = PathArgument.text(process, address);
        if (path.isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
            return directory == AT_FDCWD
                    ? write(process, PathArgument.resolve(process, AT_FDCWD, ".", true), into)
                    : DescriptorCalls.fstat(process, directory, into);
        }
        boolean follow = (flags & AT_SYMLINK_NOFOLLOW) == 0;
        return write(process, PathArgument.resolve(process, directory, path, follow), into);
    }

    private static long write(GuestProcess process, Resolved resolved, long into) throws BadAddress {
        return switch (resolved) {
            case Resolved.Failed(long error) -> error;
            case Resolved.To(Node node, String _) -> {
                process.memory().write(into, StatRecord.of(node));
                yield 0;
            }
        };
    }

    private static long faccessat(GuestProcess process, Event.Call call) throws BadAddress {
        return access(process, (int) call.a0(), call.a1(), call.a2());
    }

    private static long access(GuestProcess process, int directory, long address, long mode) throws BadAddress {
        if ((mode & ~ACCESS_BITS) != 0) {
            return Errors.EINVAL;
        }
        String path = PathArgument.text(process, address);
        return switch (PathArgument.resolve(process, directory, path, true)) {
            case Resolved.Failed(long error) -> error;
            case Resolved.To(Node node, String _) -> {
                if ((mode & W_OK) != 0) {
                    yield Errors.EROFS;
                }
                yield (mode & X_OK) != 0 && (node.permissions() & 0111) == 0 ? Errors.EACCES : 0;
            }
        };
    }

    private static long readlink(GuestProcess process, int directory, long address, long into, long size)
            throws BadAddress {
        if ((int) size <= 0) {
            return Errors.EINVAL;
        }
        String path = PathArgument.text(process, address);
        return switch (PathArgument.resolve(process, directory, path, false)) {
            case Resolved.Failed(long error) -> error;
            case Resolved.To(Node.Symlink link, String _) -> {
                byte[] target = link.target().getBytes(StandardCharsets.UTF_8);
                byte[] fits = Arrays.copyOf(target, Math.min(target.length, (int) size));
                process.memory().write(into, fits);
                yield fits.length;
            }
            case Resolved.To(Node _, String _) -> Errors.EINVAL;
        };
    }

    private static long chdir(GuestProcess process, Event.Call call) throws BadAddress {
        String path = PathArgument.text(process, call.a0());
        return switch (PathArgument.resolve(process, AT_FDCWD, path, true)) {
            case Resolved.Failed(long error) -> error;
            case Resolved.To(Node.Directory _, String canonicalPath) -> {
                process.workingDirectory(canonicalPath);
                yield 0;
            }
            case Resolved.To(Node _, String _) -> Errors.ENOTDIR;
        };
    }

    private static long getcwd(GuestProcess process, Event.Call call) throws BadAddress {
        byte[] path = (process.workingDirectory() + "\0").getBytes(StandardCharsets.UTF_8);
        if (Long.compareUnsigned(call.a1(), path.length) < 0) {
            return Errors.ERANGE;
        }
        process.memory().write(call.a0(), path);
        return path.length;
    }
}
