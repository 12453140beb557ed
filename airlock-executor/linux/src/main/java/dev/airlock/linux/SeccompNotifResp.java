package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** struct seccomp_notif_resp: the answer to a call. Source: include/uapi/linux/seccomp.h, v6.12. */
final class SeccompNotifResp {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("id"),
            JAVA_LONG.withName("val"),
            JAVA_INT.withName("error"),
            JAVA_INT.withName("flags"));

    /** The kernel does the call after all. */
    static final int SECCOMP_USER_NOTIF_FLAG_CONTINUE = 1;

    private static final long VALUE = LAYOUT.byteOffset(PathElement.groupElement("val"));
    private static final long ERROR = LAYOUT.byteOffset(PathElement.groupElement("error"));
    private static final long FLAGS = LAYOUT.byteOffset(PathElement.groupElement("flags"));

    private SeccompNotifResp() {}

    static void write(MemorySegment into, long id, long value, int error, int flags) {
        into.set(JAVA_LONG, 0, id);
        into.set(JAVA_LONG, VALUE, value);
        into.set(JAVA_INT, ERROR, error);
        into.set(JAVA_INT, FLAGS, flags);
    }
}
