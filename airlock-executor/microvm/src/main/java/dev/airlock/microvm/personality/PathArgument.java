package dev.airlock.microvm.personality;

import dev.airlock.image.Lookup;
import dev.airlock.microvm.machine.BadAddress;
import java.nio.charset.StandardCharsets;

/** A path as a call names it: a string in guest memory and the directory it starts from. */
final class PathArgument {
    /** PATH_MAX of include/uapi/linux/limits.h. */
    static final int MOST_BYTES = 4096;

    private static final int AT_FDCWD = -100;

    private PathArgument() {}

    /** The string, which is longer than Linux allows if it has {@link #MOST_BYTES} bytes. */
    static String text(GuestProcess process, long address) throws BadAddress {
        return new String(process.memory().readString(address, MOST_BYTES), StandardCharsets.UTF_8);
    }

    /** What a path leads to; {@code directory} counts for relative paths only. */
    static Resolved resolve(GuestProcess process, int directory, String path, boolean followLast) {
        if (path.startsWith("/") || directory == AT_FDCWD) {
            return resolved(process.root().resolve(process.workingDirectory(), path, followLast));
        }
        return switch (process.descriptors().at(directory).orElse(null)) {
            case null -> new Resolved.Failed(Errors.EBADF);
            case OpenFile.Listing listing -> resolved(process.root().resolve(listing.path, path, followLast));
            case OpenFile.Input _, OpenFile.Output _, OpenFile.Reading _ -> new Resolved.Failed(Errors.ENOTDIR);
        };
    }

    private static Resolved resolved(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found(var node, var path) -> new Resolved.To(node, path);
            case Lookup.Missing() -> new Resolved.Failed(Errors.ENOENT);
            case Lookup.NotADirectory() -> new Resolved.Failed(Errors.ENOTDIR);
            case Lookup.Loop() -> new Resolved.Failed(Errors.ELOOP);
            case Lookup.NameTooLong() -> new Resolved.Failed(Errors.ENAMETOOLONG);
        };
    }
}
