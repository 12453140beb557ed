package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** A stream socket in the file system that is listened at; who may connect is the directory's say. For one thread. */
public final class UnixListener extends Waitable {
    // include/linux/socket.h and include/linux/net.h, v6.12.
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 0x80000;

    private static final int BACKLOG = 1;

    // int socket(int domain, int type, int protocol)
    private static final MethodHandle SOCKET =
            Native.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    // int bind(int fd, const struct sockaddr *address, socklen_t length)
    private static final MethodHandle BIND =
            Native.bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    // int listen(int fd, int backlog)
    private static final MethodHandle LISTEN =
            Native.bind("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
    private static final MethodHandle ACCEPT4 =
            Native.bind("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

    private UnixListener(int number) {
        super(new Descriptor(number));
    }

    /**
     * Listens at a path where nothing is yet, however long it is: the kernel takes 107 bytes (unix(7)), so it is told of the folder by an open
     * descriptor. Whoever connects needs a short path of their own.
     *
     * @throws Errno also if there is no such folder, or no /proc
     */
    public static UnixListener at(Path path) throws Errno {
        try (Arena arena = Arena.ofConfined();
                Descriptor folder = new Descriptor(Libc.open(
                        path.toAbsolutePath().getParent().toString(),
                        Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC))) {
            Path seen = Path.of("/proc/self/fd", Integer.toString(folder.number()));
            MemorySegment address = UnixAddress.of(seen.resolve(path.getFileName()), arena);
            UnixListener listener = new UnixListener(socket());
            try {
                listener.bind(address, path);
                return listener;
            } catch (Errno e) {
                listener.close();
                throw e;
            }
        }
    }

    private static int socket() throws Errno {
        int number;
        try {
            number = (int) SOCKET.invokeExact(Native.state(), UnixAddress.AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return (int) Native.check("socket", number);
    }

    private void bind(MemorySegment address, Path path) throws Errno {
        int bound;
        int listening;
        try {
            bound = (int) BIND.invokeExact(Native.state(), number(), address, (int) address.byteSize());
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("bind " + path, bound);
        try {
            listening = (int) LISTEN.invokeExact(Native.state(), number(), BACKLOG);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("listen " + path, listening);
    }

    /** Whoever connected first, or connects next. */
    public UnixPeer accept() throws Errno {
        int number;
        try {
            number = (int)
                    ACCEPT4.invokeExact(Native.state(), number(), MemorySegment.NULL, MemorySegment.NULL, SOCK_CLOEXEC);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return new UnixPeer((int) Native.check("accept4", number));
    }
}
