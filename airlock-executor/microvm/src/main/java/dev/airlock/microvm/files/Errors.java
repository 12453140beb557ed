package dev.airlock.microvm.files;

/** What a failed call answers: the negative errno. Source: include/uapi/asm-generic/errno-base.h and errno.h, v6.12. */
public final class Errors {
    public static final long EPERM = -1;
    public static final long ENOENT = -2;
    public static final long ESRCH = -3;
    public static final long EINTR = -4;
    public static final long ENXIO = -6;
    public static final long EBADF = -9;
    public static final long ECHILD = -10;
    public static final long EAGAIN = -11;
    public static final long ENOMEM = -12;
    public static final long EACCES = -13;
    public static final long EFAULT = -14;
    public static final long EBUSY = -16;
    public static final long EEXIST = -17;
    public static final long EXDEV = -18;
    public static final long ENODEV = -19;
    public static final long ENOTDIR = -20;
    public static final long EISDIR = -21;
    public static final long EINVAL = -22;
    public static final long EMFILE = -24;
    public static final long ENOTTY = -25;
    public static final long EFBIG = -27;
    public static final long ENOSPC = -28;
    public static final long ESPIPE = -29;
    public static final long EROFS = -30;
    public static final long EMLINK = -31;
    public static final long EPIPE = -32;
    public static final long ERANGE = -34;
    public static final long ENAMETOOLONG = -36;
    public static final long ENOSYS = -38;
    public static final long ENOTEMPTY = -39;
    public static final long ELOOP = -40;
    public static final long ENODATA = -61;
    public static final long EOVERFLOW = -75;
    public static final long EOPNOTSUPP = -95;
    public static final long ETIMEDOUT = -110;
    public static final long ECANCELED = -125;

    /** Never seen by a guest: the call is made again after a handler with SA_RESTART, and is EINTR after any other. */
    public static final long RESTART = -512;

    private Errors() {}
}
