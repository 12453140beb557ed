package dev.airlock.microvm.personality;

/** What a failed call answers: the negative errno. Source: include/uapi/asm-generic/errno-base.h and errno.h, v6.12. */
final class Errors {
    static final long EPERM = -1;
    static final long ENOENT = -2;
    static final long EBADF = -9;
    static final long EAGAIN = -11;
    static final long ENOMEM = -12;
    static final long EACCES = -13;
    static final long EFAULT = -14;
    static final long EEXIST = -17;
    static final long ENODEV = -19;
    static final long ENOTDIR = -20;
    static final long EISDIR = -21;
    static final long EINVAL = -22;
    static final long EMFILE = -24;
    static final long ENOTTY = -25;
    static final long ESPIPE = -29;
    static final long EROFS = -30;
    static final long ERANGE = -34;
    static final long ENAMETOOLONG = -36;
    static final long ENOSYS = -38;
    static final long ELOOP = -40;
    static final long ETIMEDOUT = -110;

    private Errors() {}
}
