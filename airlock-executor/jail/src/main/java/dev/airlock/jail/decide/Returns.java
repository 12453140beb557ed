package dev.airlock.jail.decide;

/** What a program may return to the kernel. Source: include/uapi/linux/seccomp.h, v6.12. */
public final class Returns {
    public static final int KILL_PROCESS = 0x8000_0000;
    /** The low 16 bits are the error. */
    public static final int ERRNO = 0x0005_0000;

    public static final int LOG = 0x7FFC_0000;
    public static final int ALLOW = 0x7FFF_0000;

    private Returns() {}
}
