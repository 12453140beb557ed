package dev.airlock.jail.victims;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.BiFunction;

/** TCP Fast Open: the first bytes go with the handshake, in a call that is not connect(2). Each gives the call's answer. */
final class FastOpen {
    private static final long SOCKET = 41;
    private static final long CONNECT = 42;
    private static final long SENDTO = 44;
    private static final long SENDMSG = 46;
    private static final long SETSOCKOPT = 54;
    private static final long SENDMMSG = 307;
    private static final long MSG_FASTOPEN = 0x2000_0000;
    private static final long SOL_TCP = 6;
    private static final long TCP_FASTOPEN_CONNECT = 30;
    private static final int ADDRESS_BYTES = 16;

    private FastOpen() {}

    static long send(int port) {
        return withSocket((arena, socket) -> Calls.call(
                SENDTO,
                socket,
                arena.allocateFrom("hi").address(),
                2,
                MSG_FASTOPEN,
                loopback(port, arena).address(),
                ADDRESS_BYTES));
    }

    static long sendMessage(int port) {
        return withSocket((arena, socket) ->
                Calls.call(SENDMSG, socket, message(port, arena).address(), MSG_FASTOPEN));
    }

    static long sendMessages(int port) {
        return withSocket((arena, socket) ->
                Calls.call(SENDMMSG, socket, message(port, arena).address(), 1, MSG_FASTOPEN));
    }

    static long connect(int port) {
        return withSocket((arena, socket) -> {
            MemorySegment on = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
            Calls.call(SETSOCKOPT, socket, SOL_TCP, TCP_FASTOPEN_CONNECT, on.address(), 4);
            return Calls.call(CONNECT, socket, loopback(port, arena).address(), ADDRESS_BYTES);
        });
    }

    private static long withSocket(BiFunction<Arena, Long, Long> deed) {
        long socket = Calls.call(SOCKET, 2, 1, 0);
        try (Arena arena = Arena.ofConfined()) {
            return deed.apply(arena, socket);
        } finally {
            Calls.call(3, socket);
        }
    }

    /** struct sockaddr_in. */
    private static MemorySegment loopback(int port, Arena arena) {
        MemorySegment address = arena.allocate(ADDRESS_BYTES, 8);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) 2);
        address.set(ValueLayout.JAVA_SHORT, 2, Short.reverseBytes((short) port));
        address.set(ValueLayout.JAVA_INT, 4, Integer.reverseBytes(0x7F00_0001));
        return address;
    }

    /** struct mmsghdr, which begins with its struct msghdr. */
    private static MemorySegment message(int port, Arena arena) {
        MemorySegment vector = arena.allocate(16, 8);
        vector.set(ValueLayout.JAVA_LONG, 0, arena.allocateFrom("hi").address());
        vector.set(ValueLayout.JAVA_LONG, 8, 2);
        MemorySegment header = arena.allocate(64, 8);
        header.set(ValueLayout.JAVA_LONG, 0, loopback(port, arena).address());
        header.set(ValueLayout.JAVA_INT, 8, ADDRESS_BYTES);
        header.set(ValueLayout.JAVA_LONG, 16, vector.address());
        header.set(ValueLayout.JAVA_LONG, 24, 1);
        return header;
    }
}
