package dev.airlock.microvm.personality;

import java.util.Map;

/**
 * What kind of argument each call wants, so that random calls come further than the first check: f descriptor, p path, a
 * writable memory, h the working directory, n small number, s whole pages, g address to map, b power of two, o open flags,
 * m mapping flags, w size of a signal set, z zero, x anything.
 */
final class CallKinds {
    private static final Map<Integer, String> KINDS = Map.ofEntries(
            Map.entry(Numbers.READ, "fan"),
            Map.entry(Numbers.WRITE, "fan"),
            Map.entry(Numbers.OPEN, "pob"),
            Map.entry(Numbers.CLOSE, "f"),
            Map.entry(Numbers.STAT, "pa"),
            Map.entry(Numbers.FSTAT, "fa"),
            Map.entry(Numbers.LSTAT, "pa"),
            Map.entry(Numbers.POLL, "anz"),
            Map.entry(Numbers.LSEEK, "fnn"),
            Map.entry(Numbers.MMAP, "gsnmfz"),
            Map.entry(Numbers.MPROTECT, "gsn"),
            Map.entry(Numbers.MUNMAP, "gs"),
            Map.entry(Numbers.BRK, "g"),
            Map.entry(Numbers.RT_SIGACTION, "naaw"),
            Map.entry(Numbers.RT_SIGPROCMASK, "naaw"),
            Map.entry(Numbers.IOCTL, "fxa"),
            Map.entry(Numbers.PREAD64, "fann"),
            Map.entry(Numbers.PWRITE64, "fann"),
            Map.entry(Numbers.READV, "fan"),
            Map.entry(Numbers.WRITEV, "fan"),
            Map.entry(Numbers.ACCESS, "pn"),
            Map.entry(Numbers.PIPE, "a"),
            Map.entry(Numbers.SELECT, "naaaa"),
            Map.entry(Numbers.MREMAP, "gssn"),
            Map.entry(Numbers.MSYNC, "gsn"),
            Map.entry(Numbers.MINCORE, "gsa"),
            Map.entry(Numbers.MADVISE, "gsn"),
            Map.entry(Numbers.DUP, "f"),
            Map.entry(Numbers.DUP2, "ff"),
            Map.entry(Numbers.SETITIMER, "naa"),
            Map.entry(Numbers.GETITIMER, "na"),
            Map.entry(Numbers.SENDFILE, "ffan"),
            Map.entry(Numbers.FCNTL, "fna"),
            Map.entry(Numbers.FLOCK, "fn"),
            Map.entry(Numbers.FTRUNCATE, "fb"),
            Map.entry(Numbers.TRUNCATE, "pb"),
            Map.entry(Numbers.GETDENTS, "fab"),
            Map.entry(Numbers.GETCWD, "ab"),
            Map.entry(Numbers.CHDIR, "p"),
            Map.entry(Numbers.FCHDIR, "f"),
            Map.entry(Numbers.RENAME, "pp"),
            Map.entry(Numbers.MKDIR, "px"),
            Map.entry(Numbers.RMDIR, "p"),
            Map.entry(Numbers.CREAT, "px"),
            Map.entry(Numbers.LINK, "pp"),
            Map.entry(Numbers.UNLINK, "p"),
            Map.entry(Numbers.SYMLINK, "pp"),
            Map.entry(Numbers.READLINK, "pab"),
            Map.entry(Numbers.CHMOD, "px"),
            Map.entry(Numbers.FCHMOD, "fx"),
            Map.entry(Numbers.UTIME, "pa"),
            Map.entry(Numbers.STATFS, "pa"),
            Map.entry(Numbers.SIGALTSTACK, "aa"),
            Map.entry(Numbers.RT_SIGTIMEDWAIT, "aaaw"),
            Map.entry(Numbers.RT_SIGPENDING, "aw"),
            Map.entry(Numbers.GETDENTS64, "fab"),
            Map.entry(Numbers.FADVISE64, "fnnn"),
            Map.entry(Numbers.TIMER_CREATE, "naa"),
            Map.entry(Numbers.TIMER_SETTIME, "nnaa"),
            Map.entry(Numbers.TIMER_GETTIME, "na"),
            Map.entry(Numbers.CLOCK_GETTIME, "na"),
            Map.entry(Numbers.EPOLL_WAIT, "fabz"),
            Map.entry(Numbers.EPOLL_CTL, "fnfa"),
            Map.entry(Numbers.UTIMES, "pa"),
            Map.entry(Numbers.OPENAT, "hpob"),
            Map.entry(Numbers.MKDIRAT, "hpx"),
            Map.entry(Numbers.NEWFSTATAT, "hpaz"),
            Map.entry(Numbers.UNLINKAT, "hpz"),
            Map.entry(Numbers.RENAMEAT, "hphp"),
            Map.entry(Numbers.LINKAT, "hphpz"),
            Map.entry(Numbers.SYMLINKAT, "php"),
            Map.entry(Numbers.READLINKAT, "hpab"),
            Map.entry(Numbers.FCHMODAT, "hpx"),
            Map.entry(Numbers.FACCESSAT, "hpn"),
            Map.entry(Numbers.PSELECT6, "naaaaz"),
            Map.entry(Numbers.PPOLL, "anazw"),
            Map.entry(Numbers.UTIMENSAT, "hpaz"),
            Map.entry(Numbers.TIMERFD_CREATE, "nz"),
            Map.entry(Numbers.TIMERFD_SETTIME, "fnaa"),
            Map.entry(Numbers.TIMERFD_GETTIME, "fa"),
            Map.entry(Numbers.EVENTFD2, "nz"),
            Map.entry(Numbers.DUP3, "ffz"),
            Map.entry(Numbers.PIPE2, "az"),
            Map.entry(Numbers.PREADV, "fann"),
            Map.entry(Numbers.PWRITEV, "fann"),
            Map.entry(Numbers.RENAMEAT2, "hphpn"),
            Map.entry(Numbers.GETRANDOM, "abz"),
            Map.entry(Numbers.MEMFD_CREATE, "pz"),
            Map.entry(Numbers.COPY_FILE_RANGE, "fafabz"),
            Map.entry(Numbers.PREADV2, "fannzz"),
            Map.entry(Numbers.PWRITEV2, "fannzz"),
            Map.entry(Numbers.STATX, "hpzna"),
            Map.entry(Numbers.CLOSE_RANGE, "ffz"),
            Map.entry(Numbers.FACCESSAT2, "hpnz"),
            Map.entry(Numbers.EPOLL_PWAIT, "fabzzw"),
            Map.entry(Numbers.GETXATTR, "ppab"),
            Map.entry(Numbers.LISTXATTR, "pab"),
            Map.entry(Numbers.FUTEX, "anna"),
            Map.entry(Numbers.MLOCK, "gs"),
            Map.entry(Numbers.FALLOCATE, "fznn"),
            Map.entry(Numbers.CLOCK_NANOSLEEP, "nzaa"),
            Map.entry(Numbers.NANOSLEEP, "aa"),
            Map.entry(Numbers.GETRUSAGE, "na"));

    private CallKinds() {}

    /** Empty when nothing is known. */
    static String of(int number) {
        return KINDS.getOrDefault(number, "");
    }

    /** Whether a call mostly ends the guest. */
    static boolean ends(int number) {
        return switch (number) {
            case Numbers.EXIT,
                    Numbers.EXIT_GROUP,
                    Numbers.KILL,
                    Numbers.TKILL,
                    Numbers.TGKILL,
                    Numbers.RT_SIGRETURN,
                    Numbers.PAUSE,
                    Numbers.ALARM -> true;
            default -> false;
        };
    }
}
