package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Folder;
import dev.airlock.microvm.files.Landing;
import dev.airlock.microvm.files.Names;
import dev.airlock.microvm.machine.BadAddress;

/** A path as a call names it: a string in guest memory and the directory it starts from. */
final class PathArgument {
    /** PATH_MAX of include/uapi/linux/limits.h, the final NUL counted. */
    static final int MOST_BYTES = 4096;

    /** The working directory. include/uapi/linux/fcntl.h. */
    static final int AT_FDCWD = -100;

    private PathArgument() {}

    /** The string, which is longer than Linux allows if it has {@link #MOST_BYTES} bytes. */
    static String text(GuestProcess process, long address) throws BadAddress {
        return Names.of(process.memory().readString(address, MOST_BYTES));
    }

    /** What a path leads to; {@code directory} counts for relative paths only. */
    static Landing find(GuestProcess process, int directory, String path, boolean followLast) {
        if (path.startsWith("/") || directory == AT_FDCWD) {
            return process.files().find(process.workingFolder(), path, followLast);
        }
        Description file = process.descriptors().at(directory).orElse(null);
        if (file == null) {
            return new Landing.Failed(path.isEmpty() ? Errors.ENOENT : Errors.EBADF);
        }
        return file.channel.inode().orElse(null) instanceof Folder folder
                ? process.files().find(folder, path, followLast)
                : new Landing.Failed(path.isEmpty() ? Errors.ENOENT : Errors.ENOTDIR);
    }

    /** As {@link #find}, of a path in guest memory. */
    static Landing find(GuestProcess process, int directory, long address, boolean followLast) throws BadAddress {
        return find(process, directory, text(process, address), followLast);
    }
}
