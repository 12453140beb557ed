package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Folder;
import dev.airlock.microvm.files.ImageFile;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.Landing;
import dev.airlock.microvm.files.Link;
import dev.airlock.microvm.files.TempNode;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.util.Optional;

/** What is known of a file: stat, statx, access, and changing it: chmod, chown. */
final class AttributeCalls {
    static final int HERE = PathArgument.AT_FDCWD;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EACCESS = 0x200;
    private static final int AT_NO_AUTOMOUNT = 0x800;
    static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_STATX_SYNC = 0x6000;
    private static final int STAT_KNOWN = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH;
    private static final int STATX_RESERVED = 1 << 31;
    private static final int W_OK = 2;
    private static final int ACCESS_BITS = 7;

    private AttributeCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.STAT, (process, call) -> stat(process, HERE, call.a0(), call.a1(), 0));
        table.put(Numbers.LSTAT, (process, call) -> stat(process, HERE, call.a0(), call.a1(), AT_SYMLINK_NOFOLLOW));
        table.put(Numbers.FSTAT, AttributeCalls::fstat);
        table.put(
                Numbers.NEWFSTATAT,
                (process, call) -> stat(process, (int) call.a0(), call.a1(), call.a2(), (int) call.a3()));
        table.put(Numbers.STATX, AttributeCalls::statx);
        table.put(Numbers.ACCESS, (process, call) -> access(process, HERE, call.a0(), (int) call.a1(), 0));
        table.put(
                Numbers.FACCESSAT, (process, call) -> access(process, (int) call.a0(), call.a1(), (int) call.a2(), 0));
        table.put(
                Numbers.FACCESSAT2,
                (process, call) -> access(process, (int) call.a0(), call.a1(), (int) call.a2(), (int) call.a3()));
        table.put(Numbers.CHMOD, (process, call) -> chmod(process, HERE, call.a0(), (int) call.a1(), 0));
        table.put(Numbers.FCHMODAT, (process, call) -> chmod(process, (int) call.a0(), call.a1(), (int) call.a2(), 0));
        table.put(
                Numbers.FCHMODAT2,
                (process, call) -> chmod(process, (int) call.a0(), call.a1(), (int) call.a2(), (int) call.a3()));
        table.put(Numbers.FCHMOD, (process, call) -> fchmod(process, (int) call.a0(), (int) call.a1()));
        table.put(Numbers.CHOWN, (process, call) -> chown(place(process, HERE, call.a0(), 0), call.a1(), call.a2()));
        table.put(
                Numbers.LCHOWN,
                (process, call) -> chown(place(process, HERE, call.a0(), AT_SYMLINK_NOFOLLOW), call.a1(), call.a2()));
        table.put(
                Numbers.FCHOWNAT,
                (process, call) ->
                        chown(place(process, (int) call.a0(), call.a1(), (int) call.a4()), call.a2(), call.a3()));
        table.put(Numbers.FCHOWN, (process, call) -> chown(open(process, (int) call.a0()), call.a1(), call.a2()));
    }

    /** Where a call's path, or with AT_EMPTY_PATH its descriptor, leads: an inode, nothing for a pipe, or an errno. */
    record Place(Optional<Inode> inode, long error) {
        static Place failed(long error) {
            return new Place(Optional.empty(), error);
        }
    }

    static Place open(GuestProcess process, int number) {
        return process.descriptors()
                .at(number)
                .map(file -> new Place(file.channel.inode(), 0))
                .orElse(Place.failed(Errors.EBADF));
    }

    static Place place(GuestProcess process, int directory, long address, int flags) throws BadAddress {
        String path = PathArgument.text(process, address);
        if (path.isEmpty() && (flags & AT_EMPTY_PATH) != 0) {
            return directory == HERE ? new Place(Optional.of(process.workingFolder()), 0) : open(process, directory);
        }
        return switch (PathArgument.find(process, directory, path, (flags & AT_SYMLINK_NOFOLLOW) == 0)) {
            case Landing.Failed(long error) -> Place.failed(error);
            case Landing.Gap _ -> Place.failed(Errors.ENOENT);
            case Landing.At at -> new Place(Optional.of(at.inode()), 0);
        };
    }

    private static long fstat(GuestProcess process, Event.Call call) throws BadAddress {
        Place place = open(process, (int) call.a0());
        if (place.error() == 0) {
            process.memory().write(call.a1(), StatRecord.of(place.inode()));
        }
        return place.error();
    }

    private static long stat(GuestProcess process, int directory, long address, long into, int flags)
            throws BadAddress {
        if ((flags & ~STAT_KNOWN) != 0) {
            return Errors.EINVAL;
        }
        Place place = place(process, directory, address, flags);
        if (place.error() == 0) {
            process.memory().write(into, StatRecord.of(place.inode()));
        }
        return place.error();
    }

    private static long statx(GuestProcess process, Event.Call call) throws BadAddress {
        int flags = (int) call.a2();
        if (((int) call.a3() & STATX_RESERVED) != 0
                || (flags & ~(STAT_KNOWN | AT_STATX_SYNC)) != 0
                || (flags & AT_STATX_SYNC) == AT_STATX_SYNC) {
            return Errors.EINVAL;
        }
        Place place = place(process, (int) call.a0(), call.a1(), flags);
        if (place.error() == 0) {
            process.memory().write(call.a4(), StatRecord.extended(place.inode()));
        }
        return place.error();
    }

    private static long access(GuestProcess process, int directory, long address, int mode, int flags)
            throws BadAddress {
        if ((mode & ~ACCESS_BITS) != 0 || (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return Errors.EINVAL;
        }
        Place place = place(process, directory, address, flags);
        if (place.error() != 0 || place.inode().isEmpty()) {
            return place.error();
        }
        Inode inode = place.inode().get();
        boolean fixed = inode.device() == Inode.IMAGE_DEVICE && (inode instanceof ImageFile || inode instanceof Folder);
        if ((mode & W_OK) != 0 && fixed) {
            return Errors.EROFS;
        }
        return inode.allows(mode) ? 0 : Errors.EACCES;
    }

    private static long chmod(GuestProcess process, int directory, long address, int mode, int flags)
            throws BadAddress {
        if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return Errors.EINVAL;
        }
        return chmod(process, place(process, directory, address, flags), mode);
    }

    private static long fchmod(GuestProcess process, int number, int mode) {
        boolean pathOnly = process.descriptors()
                .at(number)
                .filter(file -> (file.flags() & Description.O_PATH) != 0)
                .isPresent();
        return pathOnly ? Errors.EBADF : chmod(process, open(process, number), mode);
    }

    private static long chmod(GuestProcess process, Place place, int mode) {
        if (place.error() != 0 || place.inode().isEmpty()) {
            return place.error();
        }
        if (!(place.inode().get() instanceof TempNode node)) {
            return Errors.EROFS;
        }
        if (node instanceof Link) {
            return Errors.EOPNOTSUPP;
        }
        if (node.owner() != Inode.NOBODY) {
            return Errors.EPERM;
        }
        node.permissions(mode, process.wallNanos());
        return 0;
    }

    /** Nobody gives a file away; keeping it is allowed. */
    private static long chown(Place place, long user, long group) {
        if (place.error() != 0 || place.inode().isEmpty()) {
            return place.error();
        }
        if (!(place.inode().get() instanceof TempNode node)) {
            return Errors.EROFS;
        }
        return node.owner() == Inode.NOBODY && keeps((int) user) && keeps((int) group) ? 0 : Errors.EPERM;
    }

    private static boolean keeps(int id) {
        return id == -1 || id == Inode.NOBODY;
    }
}
