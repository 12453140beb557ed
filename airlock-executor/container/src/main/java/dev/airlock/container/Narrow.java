package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.SyscallCall;
import java.util.List;
import java.util.Set;

/**
 * Calls of which only some commands are for programs: the list says them by name, and the host's kernel has more behind them than a program of
 * ours has to do with: devices, file systems, other processors. What is left is what a guest of a microVM is answered too.
 *
 * <p>Sources: include/uapi/asm-generic/ioctls.h and fcntl.h, include/uapi/linux/fcntl.h and prctl.h, v6.12.
 */
final class Narrow {
    static final int IOCTL = 16;
    static final int FCNTL = 72;
    static final int PRCTL = 157;
    static final int MEMBARRIER = 324;

    /** The calls with commands of which the kernel may do some. */
    static final List<Integer> SOME = List.of(IOCTL, FCNTL, PRCTL);

    /** TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. */
    static final Set<Long> IOCTLS = Set.of(0x5401L, 0x5413L, 0x541BL, 0x5421L, 0x5450L, 0x5451L);

    /** F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, F_SETLK, F_DUPFD_CLOEXEC. */
    static final Set<Long> FCNTLS = Set.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 1030L);

    /** PR_SET_NAME, PR_GET_NAME. */
    static final Set<Long> PRCTLS = Set.of(15L, 16L);

    private Narrow() {}

    /** Whether a call has commands that are not for programs. */
    static boolean concerns(int number) {
        return SOME.contains(number) || number == MEMBARRIER;
    }

    /** The commands that the kernel may do; of a call that has none it does nothing. */
    static Set<Long> commands(int number) {
        return switch (number) {
            case IOCTL -> IOCTLS;
            case FCNTL -> FCNTLS;
            case PRCTL -> PRCTLS;
            default -> Set.of();
        };
    }

    /** Which of a call's arguments is its command. */
    static int argument(int number) {
        return number == PRCTL ? 0 : 1;
    }

    /** Whether the kernel may do it. The whole register counts: what is beside the command's 32 bits is nobody's need. */
    static boolean permits(SyscallCall call) {
        long command = argument(call.number()) == 0 ? call.a0() : call.a1();
        return !concerns(call.number()) || commands(call.number()).contains(command);
    }

    /** What a program hears of a command that it may not give. */
    static int errno(int number) {
        return switch (number) {
            case IOCTL -> Errno.ENOTTY;
            case FCNTL, PRCTL -> Errno.EINVAL;
            default -> Errno.ENOSYS;
        };
    }
}
