package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Changes;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Folder;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.Landing;
import dev.airlock.microvm.files.Link;
import dev.airlock.microvm.files.Names;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.util.Arrays;

/** Names: mkdir, rmdir, unlink, rename, link, symlink, readlink, chdir, getcwd. */
final class FolderCalls {
    private static final int HERE = PathArgument.AT_FDCWD;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int SEARCH = 1;

    private FolderCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.MKDIR, (process, call) -> mkdir(process, HERE, call.a0(), (int) call.a1()));
        table.put(Numbers.MKDIRAT, (process, call) -> mkdir(process, (int) call.a0(), call.a1(), (int) call.a2()));
        table.put(Numbers.RMDIR, (process, call) -> remove(process, HERE, call.a0(), true));
        table.put(Numbers.UNLINK, (process, call) -> remove(process, HERE, call.a0(), false));
        table.put(Numbers.UNLINKAT, FolderCalls::unlinkat);
        table.put(Numbers.RENAME, (process, call) -> rename(process, HERE, call.a0(), HERE, call.a1(), 0));
        table.put(
                Numbers.RENAMEAT,
                (process, call) -> rename(process, (int) call.a0(), call.a1(), (int) call.a2(), call.a3(), 0));
        table.put(Numbers.RENAMEAT2, FolderCalls::renameat2);
        table.put(Numbers.LINK, (process, call) -> link(process, HERE, call.a0(), HERE, call.a1(), 0));
        table.put(
                Numbers.LINKAT,
                (process, call) ->
                        link(process, (int) call.a0(), call.a1(), (int) call.a2(), call.a3(), (int) call.a4()));
        table.put(Numbers.SYMLINK, (process, call) -> symlink(process, call.a0(), HERE, call.a1()));
        table.put(Numbers.SYMLINKAT, (process, call) -> symlink(process, call.a0(), (int) call.a1(), call.a2()));
        table.put(Numbers.READLINK, (process, call) -> readlink(process, HERE, call.a0(), call.a1(), call.a2()));
        table.put(
                Numbers.READLINKAT,
                (process, call) -> readlink(process, (int) call.a0(), call.a1(), call.a2(), call.a3()));
        table.put(Numbers.MKNOD, (_, _) -> Errors.EPERM);
        table.put(Numbers.MKNODAT, (_, _) -> Errors.EPERM);
        table.put(Numbers.CHDIR, FolderCalls::chdir);
        table.put(Numbers.FCHDIR, FolderCalls::fchdir);
        table.put(Numbers.GETCWD, FolderCalls::getcwd);
    }

    private static Changes changes(GuestProcess process) {
        return new Changes(process.files(), process.wallNanos());
    }

    private static long mkdir(GuestProcess process, int directory, long path, int mode) throws BadAddress {
        Landing landing = PathArgument.find(process, directory, path, false);
        return changes(process).makeFolder(landing, process.masked(mode));
    }

    private static long unlinkat(GuestProcess process, Event.Call call) throws BadAddress {
        int flags = (int) call.a2();
        return (flags & ~AT_REMOVEDIR) != 0 ? Errors.EINVAL : remove(process, (int) call.a0(), call.a1(), flags != 0);
    }

    private static long remove(GuestProcess process, int directory, long path, boolean folder) throws BadAddress {
        Landing landing = PathArgument.find(process, directory, path, false);
        return folder
                ? changes(process).removeFolder(landing)
                : changes(process).removeName(landing);
    }

    private static long renameat2(GuestProcess process, Event.Call call) throws BadAddress {
        int flags = (int) call.a4();
        int known = Changes.NOREPLACE | Changes.EXCHANGE;
        return (flags & ~known) != 0 || flags == known
                ? Errors.EINVAL
                : rename(process, (int) call.a0(), call.a1(), (int) call.a2(), call.a3(), flags);
    }

    private static long rename(GuestProcess process, int fromAt, long from, int toAt, long to, int flags)
            throws BadAddress {
        Landing source = PathArgument.find(process, fromAt, from, false);
        Landing target = PathArgument.find(process, toAt, to, false);
        return changes(process).rename(source, target, flags);
    }

    private static long link(GuestProcess process, int fromAt, long from, int toAt, long to, int flags)
            throws BadAddress {
        if ((flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH)) != 0) {
            return Errors.EINVAL;
        }
        String path = PathArgument.text(process, from);
        Landing target = PathArgument.find(process, toAt, to, false);
        if (path.isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
            Description file = process.descriptors().at(fromAt).orElse(null);
            return file == null || file.channel.inode().isEmpty()
                    ? Errors.EBADF
                    : changes(process).addName(file.channel.inode().get(), target);
        }
        return switch (PathArgument.find(process, fromAt, path, (flags & AT_SYMLINK_FOLLOW) != 0)) {
            case Landing.Failed(long error) -> error;
            case Landing.Gap _ -> Errors.ENOENT;
            case Landing.At at -> changes(process).addName(at.inode(), target);
        };
    }

    private static long symlink(GuestProcess process, long target, int directory, long path) throws BadAddress {
        String text = PathArgument.text(process, target);
        Landing landing = PathArgument.find(process, directory, path, false);
        if (text.length() >= PathArgument.MOST_BYTES) {
            return Errors.ENAMETOOLONG;
        }
        return text.isEmpty() ? Errors.ENOENT : changes(process).makeLink(landing, text);
    }

    private static long readlink(GuestProcess process, int directory, long address, long into, long size)
            throws BadAddress {
        if ((int) size <= 0) {
            return Errors.EINVAL;
        }
        String path = PathArgument.text(process, address);
        if (path.isEmpty() && directory != HERE) {
            Description file = process.descriptors().at(directory).orElse(null);
            return file == null
                    ? Errors.EBADF
                    : readlink(process, file.channel.inode().orElse(null), Errors.ENOENT, into, (int) size);
        }
        return switch (PathArgument.find(process, directory, path, false)) {
            case Landing.Failed(long error) -> error;
            case Landing.Gap _ -> Errors.ENOENT;
            case Landing.At at -> readlink(process, at.inode(), Errors.EINVAL, into, (int) size);
        };
    }

    private static long readlink(GuestProcess process, Inode inode, long otherwise, long into, int size)
            throws BadAddress {
        if (!(inode instanceof Link link)) {
            return otherwise;
        }
        byte[] target = Names.toBytes(link.target());
        byte[] fits = Arrays.copyOf(target, Math.min(target.length, size));
        process.memory().write(into, fits);
        return fits.length;
    }

    private static long chdir(GuestProcess process, Event.Call call) throws BadAddress {
        return switch (PathArgument.find(process, HERE, call.a0(), true)) {
            case Landing.Failed(long error) -> error;
            case Landing.Gap _ -> Errors.ENOENT;
            case Landing.At at -> enter(process, at.inode());
        };
    }

    private static long fchdir(GuestProcess process, Event.Call call) {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        return file == null ? Errors.EBADF : enter(process, file.channel.inode().orElse(null));
    }

    private static long enter(GuestProcess process, Inode inode) {
        if (!(inode instanceof Folder folder)) {
            return Errors.ENOTDIR;
        }
        if (!folder.allows(SEARCH)) {
            return Errors.EACCES;
        }
        process.workingFolder(folder);
        return 0;
    }

    private static long getcwd(GuestProcess process, Event.Call call) throws BadAddress {
        if (process.workingFolder().path().isEmpty()) {
            return Errors.ENOENT;
        }
        byte[] path = Names.toBytes(process.workingFolder().path().get() + "\0");
        if (Long.compareUnsigned(call.a1(), path.length) < 0) {
            return Errors.ERANGE;
        }
        process.memory().write(call.a0(), path);
        return path.length;
    }
}
