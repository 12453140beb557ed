package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** One end of a pipe, which never waits. Any thread, one at a time. */
public final class PipeEnd extends Waitable {
    // include/uapi/asm-generic/fcntl.h, v6.12.
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private static final int CHUNK = 1 << 16;

    // int pipe2(int pipefd[2], int flags)
    private static final MethodHandle PIPE2 = Native.bind("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // ssize_t read(int fd, void *buffer, size_t count)
    private static final MethodHandle READ =
            Native.bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    // ssize_t write(int fd, const void *buffer, size_t count)
    private static final MethodHandle WRITE =
            Native.bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private PipeEnd(int number) {
        super(new Descriptor(number));
    }

    /** Both ends of a new pipe; a program that is started gets neither. */
    public record Pair(PipeEnd reads, PipeEnd writes) implements AutoCloseable {
        @Override
        public void close() {
            reads.close();
            writes.close();
        }
    }

    /** A new pipe. */
    public static Pair pipe() throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            int made;
            try {
                made = (int) PIPE2.invokeExact(Native.state(), ends, O_CLOEXEC | O_NONBLOCK);
            } catch (Throwable thrown) {
                throw Native.impossible(thrown);
            }
            Native.check("pipe2", made);
            return new Pair(new PipeEnd(ends.getAtIndex(JAVA_INT, 0)), new PipeEnd(ends.getAtIndex(JAVA_INT, 1)));
        }
    }

    /**
     * What this end is called while it is open: to open the same pipe once more, with no flags of this end, which is how a program that
     * is started gets it.
     */
    public File file() {
        return new File("/proc/self/fd/" + number());
    }

    /** What was read: bytes, nothing yet, or the end. */
    @SuppressWarnings("ArrayRecordComponent") // bytes are what it is about; the accessors' callers own them
    public sealed interface Got {
        record Some(byte[] bytes) implements Got {}

        record NotYet() implements Got {}

        record Ended() implements Got {}
    }

    /** Reads what is there, 64 KiB at most. */
    public Got read() throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(CHUNK);
            long read;
            try {
                read = (long) READ.invokeExact(Native.state(), number(), buffer, (long) CHUNK);
            } catch (Throwable thrown) {
                throw Native.impossible(thrown);
            }
            long bytes = Native.check("read pipe", read);
            return bytes == 0
                    ? new Got.Ended()
                    : new Got.Some(buffer.asSlice(0, bytes).toArray(JAVA_BYTE));
        } catch (Errno e) {
            if (e.number() == Errno.EAGAIN || e.number() == Errno.EINTR) {
                return new Got.NotYet();
            }
            throw e;
        }
    }

    /**
     * Writes as much as there is room for.
     *
     * @return how many bytes were written, 0 if there is no room now
     * @throws Errno EPIPE when nobody can read it any more
     */
    public int write(byte[] bytes, int from) throws Errno {
        int length = Math.min(bytes.length - from, CHUNK);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, length));
            MemorySegment.copy(bytes, from, buffer, JAVA_BYTE, 0, length);
            long wrote;
            try {
                wrote = (long) WRITE.invokeExact(Native.state(), number(), buffer, (long) length);
            } catch (Throwable thrown) {
                throw Native.impossible(thrown);
            }
            return (int) Native.check("write pipe", wrote);
        } catch (Errno e) {
            if (e.number() == Errno.EAGAIN || e.number() == Errno.EINTR) {
                return 0;
            }
            throw e;
        }
    }
}
