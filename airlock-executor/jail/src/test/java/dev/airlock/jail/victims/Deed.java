package dev.airlock.jail.victims;

import dev.airlock.jail.model.Lock;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a victim tries in the jail, one thing each, and the words with which it has to fail. */
enum Deed {
    READS_ANOTHER_USERS_FILE("EACCES", () -> open("/etc/shadow", 0)),
    READS_A_FILE_THAT_ANYBODY_MAY_READ("EACCES", () -> open("/etc/passwd", 0)),
    READS_A_FILE_THROUGH_JAVA("AccessDeniedException", () -> Files.readString(Path.of("/etc/passwd"))),
    LISTS_A_DIRECTORY("EACCES", () -> open("/etc", 0x10000)),
    MAKES_A_FILE_ELSEWHERE("EACCES", () -> open(Victim.commons() + "/made", 0x41)),
    WRITES_TO_A_FILE_THAT_ANYBODY_MAY_WRITE("EACCES", () -> open(Victim.open().toString(), 1)),
    OPENS_A_DEVICE("EACCES", () -> open("/dev/zero", 2)),
    OPENS_THE_HOSTS_MEMORY("EACCES or ENOENT", () -> open("/dev/mem", 2)),
    WRITES_TO_ITS_OWN_MEMORY_BY_PROC("EACCES", () -> open("/proc/self/mem", 2)),
    WRITES_TO_ITS_OWN_MEMORY_BY_A_THREAD("EACCES", () -> open("/proc/thread-self/mem", 2)),
    READS_A_FILE_BEHIND_ITS_OWN_PROC("EACCES", () -> open("/proc/self/root/etc/passwd", 0)),
    LISTS_THE_PROCESSES("EACCES", () -> open("/proc", 0x10000)),
    KEEPS_AN_INHERITED_FILE("NoSuchFileException", Deed::inherited),
    OPENS_WITH_FLAGS_IN_MEMORY("ENOSYS", () -> Calls.callWithPath(437, 1, "/etc/passwd", -100)),
    EXECUTES_A_SHELL("EPERM", () -> Calls.callWithPath(59, 0, "/bin/sh")),
    EXECUTES_A_SHELL_AT_A_DIRECTORY("EPERM", () -> Calls.callWithPath(322, 1, "/bin/sh", -100)),
    STARTS_A_PROCESS("IOException", () -> new ProcessBuilder("/bin/true").start()),
    FORKS("EPERM", () -> Calls.call(57)),
    VFORKS("EPERM", () -> Calls.call(58)),
    CLONES_A_PROCESS("EPERM", () -> Calls.call(56, 17)),
    CLONES_A_USER_NAMESPACE("EPERM", () -> Calls.call(56, 0x10000000 | 17)),
    CLONES_A_THREAD_IN_A_NAMESPACE("EPERM", () -> Calls.call(56, 0x3d0f00 | 0x40000000)),
    CLONES_WITH_FLAGS_IN_MEMORY("ENOSYS", () -> Calls.call(435)),
    TRACES("EPERM", () -> Calls.call(101, 0)),
    TRACES_ITS_PARENT("EPERM", () -> Calls.call(101, 16, Victim.parent())),
    READS_THE_MEMORY_OF_ITS_PARENT("EPERM", () -> Calls.call(310, Victim.parent())),
    WRITES_THE_MEMORY_OF_ITS_PARENT("EPERM", () -> Calls.call(311, Victim.parent())),
    OPENS_THE_MEMORY_OF_ITS_PARENT("EACCES", () -> open("/proc/" + Victim.parent() + "/mem", 0)),
    SIGNALS_ITS_PARENT("EPERM", () -> Calls.call(62, Victim.parent(), 0)),
    SIGNALS_A_THREAD_OF_ITS_PARENT("EPERM", () -> Calls.call(234, Victim.parent(), Victim.parent(), 0)),
    GETS_A_HANDLE_ON_ITS_PARENT("EPERM", () -> Calls.call(434, Victim.parent())),
    UNSHARES("EPERM", () -> Calls.call(272, 0x10000000)),
    ENTERS_A_NAMESPACE("EPERM", () -> Calls.call(308)),
    MOUNTS("EPERM", () -> Calls.call(165)),
    OPENS_A_MOUNT("EPERM", () -> Calls.call(430)),
    CHANGES_THE_ROOT("EPERM", () -> Calls.callWithPath(161, 0, "/")),
    SPEAKS_NETLINK("EAFNOSUPPORT", () -> Calls.call(41, 16, 3, 0)),
    SPEAKS_UNIX("EAFNOSUPPORT", () -> Calls.call(41, 1, 1, 0)),
    SPEAKS_PACKETS("EAFNOSUPPORT", () -> Calls.call(41, 17, 3, 0)),
    SPEAKS_VSOCK("EAFNOSUPPORT", () -> Calls.call(41, 40, 1, 0)),
    SPEAKS_RAW_IP("EAFNOSUPPORT", () -> Calls.call(41, 2, 3, 1)),
    SPEAKS_MULTIPATH_TCP("EAFNOSUPPORT", () -> Calls.call(41, 2, 1, 262)),
    SPEAKS_UDP_LITE("EAFNOSUPPORT", () -> Calls.call(41, 2, 2, 136)),
    PINGS("EAFNOSUPPORT", () -> Calls.call(41, 2, 2, 1)),
    PAIRS_SOCKETS("EPERM", () -> pair(1)),
    PAIRS_DATAGRAM_SOCKETS("EPERM", () -> pair(2)),
    SENDS_DESCRIPTORS_IN_A_MESSAGE("EPERM", () -> Calls.call(46, 0, 0)),
    CONNECTS_BY_FAST_OPEN("EPERM", () -> FastOpen.send(Victim.forbiddenPort())),
    CONNECTS_BY_FAST_OPEN_IN_A_MESSAGE("EPERM", () -> FastOpen.sendMessage(Victim.forbiddenPort())),
    CONNECTS_BY_FAST_OPEN_IN_MESSAGES("EPERM", () -> FastOpen.sendMessages(Victim.forbiddenPort())),
    CONNECTS_WITH_FAST_OPEN_AS_AN_OPTION("EACCES", () -> FastOpen.connect(Victim.forbiddenPort())),
    LAYERS_THE_KERNELS_TLS_ON_A_SOCKET("ENOPROTOOPT", Deed::layer),
    CONNECTS_TO_ANOTHER_PORT("BindException", () -> connect(Victim.forbiddenPort())),
    LISTENS("SocketException", Deed::listen),
    SETS_UP_A_RING("EPERM", () -> Calls.call(425, 8)),
    ENTERS_A_RING("EPERM", () -> Calls.call(426, 0, 1)),
    REGISTERS_WITH_A_RING("EPERM", () -> Calls.call(427, 0)),
    LOADS_BPF("EPERM", () -> Calls.call(321)),
    READS_KEYS("EPERM", () -> Calls.call(250, 0, -3)),
    ADDS_A_KEY("EPERM", () -> Calls.call(248)),
    COUNTS_EVENTS("EPERM", () -> Calls.call(298)),
    CATCHES_PAGE_FAULTS("EPERM", () -> Calls.call(323, 1)),
    CATCHES_PAGE_FAULTS_BY_THE_DEVICE("EACCES or ENOENT", () -> open("/dev/userfaultfd", 2)),
    REQUESTS_A_KEY("EPERM", () -> Calls.call(249, 0, 0)),
    SHARES_MEMORY("EPERM", () -> Calls.call(29, 0, 4096, 0x1b6)),
    CUTS_A_FILE_BY_ITS_PATH(
            "EPERM", () -> Calls.callWithPath(76, 0, Victim.open().toString(), 0)),
    LOADS_A_KERNEL("EPERM", () -> Calls.call(246)),
    LOADS_A_MODULE("EPERM", () -> Calls.call(175)),
    BECOMES_ROOT("EPERM", () -> Calls.call(105, 0)),
    BECOMES_ROOT_WHOLLY("EPERM", () -> Calls.call(117, 0, 0, 0)),
    TAKES_CAPABILITIES("EPERM", () -> Calls.call(126)),
    JOINS_GROUPS("EPERM", () -> Calls.call(116, 0, 0)),
    PUTS_A_FILTER_OF_ITS_OWN_ON("EPERM", () -> Calls.call(317, 1, 0, 0)),
    CHANGES_HOW_IT_IS_SEEN("EPERM", () -> Calls.call(157, 4, 1)),
    RAISES_A_LIMIT("EPERM", () -> Calls.call(302, 0, 4)),
    TYPES_INTO_A_TERMINAL("EPERM", () -> Calls.call(16, 0, 0x5412)),
    OWNS_SIGNALS_OF_A_DESCRIPTOR("EINVAL", () -> Calls.call(72, 0, 8, Victim.parent()));

    private static final long OPENAT = 257;
    private static final long AT_FDCWD = -100;

    private final String failure;
    private final Callable<Object> action;

    Deed(String failure, Callable<Object> action) {
        this.failure = failure;
        this.action = action;
    }

    /** Errors of which it has to be one. */
    String failure() {
        return failure;
    }

    /** Which of Landlock's locks it is that stops it; none where another does. */
    Optional<Lock> landlock() {
        if (failure.contains("EACCES") || failure.contains("AccessDenied")) {
            return Optional.of(this == CONNECTS_WITH_FAST_OPEN_AS_AN_OPTION ? Lock.LANDLOCK_TCP : Lock.LANDLOCK_FILES);
        }
        return this == CONNECTS_TO_ANOTHER_PORT ? Optional.of(Lock.LANDLOCK_TCP) : Optional.empty();
    }

    /** Does it, and says what came of it. */
    String outcome() {
        try {
            return switch (action.call()) {
                case Long result when result < 0 -> nameOf(-result);
                case Object result -> "WENT THROUGH: " + result;
            };
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    /** What comes of opening a file to read. */
    static String opening(String path) {
        long file = open(path, 0);
        if (file < 0) {
            return nameOf(-file);
        }
        Calls.call(3, file);
        return "OPENED";
    }

    private static String nameOf(long errno) {
        return switch ((int) errno) {
            case 1 -> "EPERM";
            case 2 -> "ENOENT";
            case 13 -> "EACCES";
            case 22 -> "EINVAL";
            case 38 -> "ENOSYS";
            case 92 -> "ENOPROTOOPT";
            case 97 -> "EAFNOSUPPORT";
            default -> "errno " + errno;
        };
    }

    private static long open(String path, long flags) {
        return Calls.callWithPath(OPENAT, 1, path, AT_FDCWD, 0, flags, 0600);
    }

    /** Looks for the file that {@link Habitat} leaves open for stage 0. */
    private static Path inherited() throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (isOpenOn(descriptor, Victim.INHERITED)) {
                    return descriptor;
                }
            }
        }
        throw new NoSuchFileException(Victim.INHERITED);
    }

    private static boolean isOpenOn(Path descriptor, String file) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).equals(Path.of(file));
        } catch (NoSuchFileException _) {
            return false; // closed since it was listed
        }
    }

    /** A datagram socket of a pair sends to whatever UNIX socket it names. */
    private static long pair(int type) {
        try (Arena arena = Arena.ofConfined()) {
            return Calls.call(53, 1, type, 0, arena.allocate(8).address());
        }
    }

    private static long layer() {
        long socket = Calls.call(41, 2, 1, 0);
        try (Arena arena = Arena.ofConfined()) {
            return Calls.call(54, socket, 6, 31, arena.allocateFrom("tls").address(), 3);
        } finally {
            Calls.call(3, socket);
        }
    }

    private static boolean connect(int port) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return channel.isConnected();
        }
    }

    private static boolean listen() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return channel.isOpen();
        }
    }
}
