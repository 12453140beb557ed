package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** File descriptors: open, close, ioctl, memfd_create, ftruncate, fcntl. Any thread. */
final class Libc {
    // Flags of open(2). Source: include/uapi/asm-generic/fcntl.h, v6.12.
    static final int O_DIRECTORY = 0x1_0000;
    static final int O_CLOEXEC = 0x8_0000;
    static final int O_PATH = 0x20_0000;

    // int open(const char *path, int flags, ...)
    private static final MethodHandle OPEN =
            Native.bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    // int close(int fd)
    private static final MethodHandle CLOSE = Native.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    // int ioctl(int fd, unsigned long request, ...)
    private static final MethodHandle IOCTL = Native.bind(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    // int memfd_create(const char *name, unsigned int flags)
    private static final MethodHandle MEMFD_CREATE =
            Native.bind("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // ssize_t pread(int fd, void *buffer, size_t count, off_t offset)
    private static final MethodHandle PREAD =
            Native.bind("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));

    // int ftruncate(int fd, off_t length)
    private static final MethodHandle FTRUNCATE =
            Native.bind("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    // int fcntl(int fd, int command, ...)
    private static final MethodHandle FCNTL = Native.bind(
            "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));

    private Libc() {}

    static int open(String path, int flags) throws Errno {
        int fd;
        try (Arena arena = Arena.ofConfined()) {
            fd = (int) OPEN.invokeExact(Native.state(), arena.allocateFrom(path), flags);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return (int) Native.check("open " + path, fd);
    }

    static void close(int fd) throws Errno {
        int result;
        try {
            result = (int) CLOSE.invokeExact(Native.state(), fd);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("close", result);
    }

    /** An ioctl whose argument is a struct, or {@link MemorySegment#NULL} for none. */
    static int ioctl(String name, int fd, long request, MemorySegment argument) throws Errno {
        return (int) Native.check(name, ioctl(fd, request, argument));
    }

    /** The same without an argument; false if a signal, or what else stands for one, ended it: that is no error, and costs no exception. */
    static boolean ioctlUninterrupted(String name, int fd, long request) throws Errno {
        int result = ioctl(fd, request, MemorySegment.NULL);
        if (result < 0 && Native.errno() == Errno.EINTR) {
            return false;
        }
        Native.check(name, result);
        return true;
    }

    private static int ioctl(int fd, long request, MemorySegment argument) {
        try {
            return (int) IOCTL.invokeExact(Native.state(), fd, request, argument);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
    }

    /** An ioctl whose argument is a number. */
    static int ioctl(String name, int fd, long request, long argument) throws Errno {
        return ioctl(name, fd, request, MemorySegment.ofAddress(argument));
    }

    static int memfdCreate(String name, int flags) throws Errno {
        int fd;
        try (Arena arena = Arena.ofConfined()) {
            fd = (int) MEMFD_CREATE.invokeExact(Native.state(), arena.allocateFrom(name), flags);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return (int) Native.check("memfd_create", fd);
    }

    /** How many bytes were read; 0 at the end of the file. */
    static long pread(int fd, MemorySegment into, long offset) throws Errno {
        long result;
        try {
            result = (long) PREAD.invokeExact(Native.state(), fd, into, into.byteSize(), offset);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return Native.check("pread", result);
    }

    static void ftruncate(int fd, long bytes) throws Errno {
        int result;
        try {
            result = (int) FTRUNCATE.invokeExact(Native.state(), fd, bytes);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("ftruncate", result);
    }

    static int fcntl(int fd, int command, int argument) throws Errno {
        int result;
        try {
            result = (int) FCNTL.invokeExact(Native.state(), fd, command, argument);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return (int) Native.check("fcntl", result);
    }
}
