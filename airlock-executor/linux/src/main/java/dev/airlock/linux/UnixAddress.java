package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** struct sockaddr_un: where a socket of this host is. Source: include/uapi/linux/un.h, v6.12. */
final class UnixAddress {
    private static final int PATH_BYTES = 108;

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_SHORT.withName("sun_family"),
            MemoryLayout.sequenceLayout(PATH_BYTES, JAVA_BYTE).withName("sun_path"));

    static final int AF_UNIX = 1;

    private static final long PATH = LAYOUT.byteOffset(PathElement.groupElement("sun_path"));

    private UnixAddress() {}

    /** @throws IllegalArgumentException if the path has more than 107 bytes */
    static MemorySegment of(Path path, Arena arena) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= PATH_BYTES) {
            throw new IllegalArgumentException(
                    "the socket " + path + " has a path of " + bytes.length + " bytes; the kernel takes 107");
        }
        MemorySegment address = arena.allocate(LAYOUT);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, PATH, bytes.length);
        return address;
    }
}
