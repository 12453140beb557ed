package dev.airlock.microvm.personality;

/** Calls that would change the file system: it is read-only, and says so rather than not knowing them. */
final class ReadOnlyCalls {
    private static final int[] CHANGING = {
        Numbers.RENAME,
        Numbers.MKDIR,
        Numbers.RMDIR,
        Numbers.CREAT,
        Numbers.LINK,
        Numbers.UNLINK,
        Numbers.SYMLINK,
        Numbers.CHMOD,
        Numbers.FCHMOD,
        Numbers.CHOWN,
        Numbers.FCHOWN,
        Numbers.LCHOWN,
        Numbers.UTIME,
        Numbers.MKNOD,
        Numbers.TRUNCATE,
        Numbers.FTRUNCATE,
        Numbers.MKDIRAT,
        Numbers.MKNODAT,
        Numbers.FCHOWNAT,
        Numbers.FUTIMESAT,
        Numbers.UNLINKAT,
        Numbers.RENAMEAT,
        Numbers.LINKAT,
        Numbers.SYMLINKAT,
        Numbers.FCHMODAT,
        Numbers.UTIMENSAT,
        Numbers.UTIMES,
        Numbers.RENAMEAT2,
        Numbers.FALLOCATE,
        Numbers.SETXATTR,
        Numbers.LSETXATTR,
        Numbers.FSETXATTR,
        Numbers.REMOVEXATTR
    };

    private ReadOnlyCalls() {}

    static void enter(CallTable table) {
        for (int number : CHANGING) {
            table.put(number, (_, _) -> Errors.EROFS);
        }
    }
}
