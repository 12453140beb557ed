package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.SyscallCall;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Calls of which only some commands are for programs: the list says them by name, and the host's kernel has more behind them than a program of
 * ours has to do with: devices, file systems, other processors, filters of its own, and memory that is charged to nobody. What is left is what a
 * guest of a microVM is answered too.
 *
 * <p>Sources: include/uapi/asm-generic/ioctls.h and fcntl.h, include/uapi/linux/fcntl.h and prctl.h, arch/x86/include/uapi/asm/prctl.h, v6.12.
 */
final class Narrow {
    static final int IOCTL = 16;
    static final int FCNTL = 72;
    static final int PRCTL = 157;
    static final int ARCH_PRCTL = 158;
    static final int SETRLIMIT = 160;
    static final int PRLIMIT64 = 302;
    static final int MEMBARRIER = 324;

    /** TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. */
    static final Set<Long> IOCTLS = Set.of(0x5401L, 0x5413L, 0x541BL, 0x5421L, 0x5450L, 0x5451L);

    /** F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETLK, which keeps nothing, and F_DUPFD_CLOEXEC. */
    static final Set<Long> FCNTLS = Set.of(0L, 1L, 2L, 3L, 4L, 5L, 1030L);

    /** F_SETLK, F_SETLKW: what the kernel keeps for them it charges to no group (fs/locks.c, file_lock_cache). */
    private static final Set<Long> LOCKS = Set.of(6L, 7L);

    /** PR_SET_NAME, PR_GET_NAME. With PR_SET_SECCOMP a program would answer its own calls, before anybody is asked. */
    static final Set<Long> PRCTLS = Set.of(15L, 16L);

    /** ARCH_SET_FS, ARCH_GET_FS. */
    private static final Set<Long> ARCH_PRCTLS = Set.of(0x1002L, 0x1003L);

    /** Without new limits: a program that chose its own could have the kernel end it, and somebody else would be blamed. */
    private static final Set<Long> NO_LIMIT = Set.of(0L);

    private static final SortedMap<Integer, Rule> RULES = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            IOCTL, new Rule(1, IOCTLS, Errno.ENOTTY),
            FCNTL, new Rule(1, FCNTLS, Errno.EINVAL),
            PRCTL, new Rule(0, PRCTLS, Errno.EINVAL),
            ARCH_PRCTL, new Rule(0, ARCH_PRCTLS, Errno.EINVAL),
            SETRLIMIT, new Rule(0, Set.of(), Errno.EPERM),
            PRLIMIT64, new Rule(2, NO_LIMIT, Errno.EPERM),
            MEMBARRIER, new Rule(0, Set.of(), Errno.ENOSYS))));

    private Narrow() {}

    /**
     * Of one call.
     *
     * @param argument which of its arguments is the command, from 0
     * @param commands those that the kernel may do
     * @param errno what a program hears of any other
     */
    private record Rule(int argument, Set<Long> commands, int errno) {}

    /** The numbers of the calls that have commands. */
    static Set<Integer> calls() {
        return RULES.keySet();
    }

    /** Whether a call has commands that are not for programs. */
    static boolean concerns(int number) {
        return RULES.containsKey(number);
    }

    /** The commands that the kernel may do; of a call that has none it does nothing. */
    static Set<Long> commands(int number) {
        return RULES.get(number).commands();
    }

    /** Which argument of a call is its command, from 0. */
    static int argument(int number) {
        return RULES.get(number).argument();
    }

    /** Whether the kernel may do it. The whole register counts: what is beside the command's 32 bits is nobody's need. */
    static boolean permits(SyscallCall call) {
        Rule rule = RULES.get(call.number());
        if (rule == null) {
            return true;
        }
        long command =
                switch (rule.argument()) {
                    case 0 -> call.a0();
                    case 1 -> call.a1();
                    default -> call.a2();
                };
        return rule.commands().contains(command);
    }

    /** Whether it takes or gives back a lock of one process against others: where there is no other, it has it without any kernel. */
    static boolean locks(SyscallCall call) {
        return call.number() == FCNTL && LOCKS.contains(call.a1());
    }

    /** What a program hears of a command that it may not give. */
    static int errno(int number) {
        return RULES.get(number).errno();
    }
}
