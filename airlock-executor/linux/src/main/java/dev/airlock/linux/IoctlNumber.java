package dev.airlock.linux;

import java.lang.foreign.MemoryLayout;

/** How Linux packs an ioctl request number. Source: include/uapi/asm-generic/ioctl.h, v6.12. */
final class IoctlNumber {
    private static final int TYPE_SHIFT = 8;
    private static final int SIZE_SHIFT = 16;
    private static final long WRITE = 1L << 30;
    private static final long READ = 2L << 30;

    private IoctlNumber() {}

    /** {@code _IO(type, number)}. */
    static long none(int type, int number) {
        return (long) type << TYPE_SHIFT | number;
    }

    /** {@code _IOW(type, number, argument)}: the kernel reads the argument. */
    static long write(int type, int number, MemoryLayout argument) {
        return WRITE | argument.byteSize() << SIZE_SHIFT | none(type, number);
    }

    /** {@code _IOR(type, number, argument)}: the kernel fills the argument in. */
    static long read(int type, int number, MemoryLayout argument) {
        return READ | argument.byteSize() << SIZE_SHIFT | none(type, number);
    }

    /** {@code _IOWR(type, number, argument)}: both. */
    static long both(int type, int number, MemoryLayout argument) {
        return WRITE | read(type, number, argument);
    }
}
