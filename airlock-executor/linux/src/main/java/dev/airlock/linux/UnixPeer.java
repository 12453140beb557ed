package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody of this host who has connected, and may hand us descriptors beside bytes. For one thread. */
public final class UnixPeer extends Waitable {
    private static final int BYTES_MAX = 1 << 16;
    private static final int CONTROL_MAX = 256;

    // ssize_t recvmsg(int fd, struct msghdr *message, int flags)
    private static final MethodHandle RECVMSG =
            Native.bind("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

    UnixPeer(int number) {
        super(new Descriptor(number));
    }

    /**
     * What came.
     *
     * @param bytes 64 KiB at most; none at the end
     * @param listener the descriptor that came beside them, taken for a filter's listener; the receiver's to close
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes are what it is about; the accessors' callers own them
    public record Message(byte[] bytes, Optional<SeccompListener> listener) {}

    /** Waits for the next bytes. Of several descriptors beside them the first is kept and the others are closed. */
    public Message receive() throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(BYTES_MAX);
            MemorySegment control = arena.allocate(CONTROL_MAX, Long.BYTES);
            MemorySegment vector = arena.allocate(MsgHdr.IOVEC);
            vector.set(ADDRESS, 0, bytes);
            vector.set(JAVA_LONG, ADDRESS.byteSize(), BYTES_MAX);
            MemorySegment message = arena.allocate(MsgHdr.LAYOUT);
            message.set(ADDRESS, MsgHdr.IOV, vector);
            message.set(JAVA_LONG, MsgHdr.IOV_LENGTH, 1);
            message.set(ADDRESS, MsgHdr.CONTROL, control);
            message.set(JAVA_LONG, MsgHdr.CONTROL_LENGTH, CONTROL_MAX);
            long received;
            try {
                received = (long) RECVMSG.invokeExact(Native.state(), number(), message, MsgHdr.MSG_CMSG_CLOEXEC);
            } catch (Throwable thrown) {
                throw Native.impossible(thrown);
            }
            long count = Native.check("recvmsg", received);
            List<Integer> numbers = rights(control.asSlice(0, message.get(JAVA_LONG, MsgHdr.CONTROL_LENGTH)));
            numbers.stream().skip(1).forEach(number -> new Descriptor(number).close());
            return new Message(
                    bytes.asSlice(0, count).toArray(JAVA_BYTE),
                    numbers.stream().findFirst().map(SeccompListener::new));
        }
    }

    /** The descriptors in what came beside, which the kernel wrote. */
    private static List<Integer> rights(MemorySegment control) {
        List<Integer> numbers = new ArrayList<>();
        long header = MsgHdr.CMSGHDR.byteSize();
        long at = 0;
        while (at + header <= control.byteSize()) {
            long length = control.get(JAVA_LONG, at);
            boolean rights = control.get(JAVA_INT, at + Long.BYTES) == MsgHdr.SOL_SOCKET
                    && control.get(JAVA_INT, at + Long.BYTES + Integer.BYTES) == MsgHdr.SCM_RIGHTS;
            for (long number = at + header; rights && number + Integer.BYTES <= at + length; number += Integer.BYTES) {
                numbers.add(control.get(JAVA_INT, number));
            }
            at += Math.max(header, (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        }
        return numbers;
    }
}
