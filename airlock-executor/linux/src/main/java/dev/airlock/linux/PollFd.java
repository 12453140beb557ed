package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** struct pollfd. Source: include/uapi/asm-generic/poll.h, v6.12. */
final class PollFd {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

    static final long EVENTS = LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("events"));
    static final long REVENTS = LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("revents"));

    static final short POLLIN = 0x1;
    static final short POLLOUT = 0x4;
    static final short POLLERR = 0x8;
    static final short POLLHUP = 0x10;
    static final short POLLNVAL = 0x20;

    private PollFd() {}
}
