package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.GuestMemory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Who and where the guest is: identity, limits, randomness, the end. Every figure is the guest's own. */
final class ProcessCalls {
    /** The one process and its one thread. */
    static final long PROCESS = 1000;

    static final long PARENT = 1;
    static final long NOBODY = 65534;

    private static final int ARCH_SET_FS = 0x1002;
    private static final int ARCH_GET_FS = 0x1003;
    private static final long ADDRESSES = 1L << 47;
    private static final int UNAME_FIELD = 65;
    private static final List<String> UNAME =
            List.of("Linux", "airlock", "6.12.0-airlock", "#1 Airlock microVM", "x86_64", "(none)");
    private static final int SYSINFO_BYTES = 112;
    private static final int RANDOM_MOST = 1 << 20;
    private static final int RANDOM_FLAGS = 7;

    /** As getpriority tells it: 20 less the nice value. */
    private static final long NICE = 20;

    // include/uapi/linux/prctl.h, v6.12.
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_NAME = 15;
    private static final int PR_GET_NAME = 16;
    private static final int PR_GET_SECCOMP = 21;
    private static final int PR_GET_NO_NEW_PRIVS = 39;
    private static final int PR_SET_VMA = 0x5356_4d41;
    private static final int PR_NAME_BYTES = 16;

    // include/uapi/asm-generic/resource.h, v6.12.
    private static final int RLIMIT_STACK = 3;
    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_NPROC = 6;
    private static final int RLIMIT_NOFILE = 7;
    private static final int RLIMIT_AS = 9;
    private static final int RLIMITS = 16;

    private ProcessCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.EXIT, ProcessCalls::exit);
        table.put(Numbers.EXIT_GROUP, ProcessCalls::exit);
        for (int number : new int[] {Numbers.GETPID, Numbers.GETTID, Numbers.GETPGRP}) {
            table.put(number, (_, _) -> PROCESS);
        }
        table.put(Numbers.GETPGID, ProcessCalls::ofSelf);
        table.put(Numbers.GETSID, ProcessCalls::ofSelf);
        table.put(Numbers.GETGROUPS, (_, _) -> 0);
        table.put(Numbers.GETPRIORITY, (_, call) -> call.a0() >= 0 && call.a0() <= 2 ? NICE : Errors.EINVAL);
        table.put(Numbers.GETCPU, ProcessCalls::getcpu);
        table.put(Numbers.WAIT4, (_, _) -> Errors.ECHILD);
        table.put(Numbers.MEMBARRIER, (_, call) -> (int) call.a0() == 0 ? 0 : Errors.EINVAL);
        table.put(Numbers.RSEQ, (_, _) -> Errors.ENOSYS);
        table.put(Numbers.PRCTL, ProcessCalls::prctl);
        table.put(Numbers.SET_TID_ADDRESS, (_, _) -> PROCESS);
        table.put(Numbers.GETPPID, (_, _) -> PARENT);
        for (int number : new int[] {Numbers.GETUID, Numbers.GETEUID, Numbers.GETGID, Numbers.GETEGID}) {
            table.put(number, (_, _) -> NOBODY);
        }
        for (int number : new int[] {Numbers.SETUID, Numbers.SETGID}) {
            table.put(number, (_, call) -> (int) call.a0() == NOBODY ? 0 : Errors.EPERM);
        }
        table.put(Numbers.GETRESUID, ProcessCalls::getres);
        table.put(Numbers.GETRESGID, ProcessCalls::getres);
        table.put(Numbers.SET_ROBUST_LIST, (_, _) -> 0);
        table.put(Numbers.UMASK, (process, call) -> process.umask((int) call.a0() & 0777));
        table.put(Numbers.ARCH_PRCTL, ProcessCalls::archPrctl);
        table.put(Numbers.UNAME, ProcessCalls::uname);
        table.put(Numbers.SYSINFO, ProcessCalls::sysinfo);
        table.put(Numbers.GETRANDOM, ProcessCalls::getrandom);
        table.put(Numbers.SCHED_GETAFFINITY, ProcessCalls::affinity);
        table.put(Numbers.PRLIMIT64, ProcessCalls::prlimit);
        table.put(Numbers.GETRLIMIT, (process, call) -> limit(process, (int) call.a0(), call.a1()));
    }

    private static long exit(GuestProcess process, Event.Call call) {
        process.stop(new Stop.Exited((int) call.a0() & 0xFF));
        return 0;
    }

    private static long getres(GuestProcess process, Event.Call call) throws BadAddress {
        for (long address : new long[] {call.a0(), call.a1(), call.a2()}) {
            process.memory().checkWritable(address, Integer.BYTES);
            process.memory().writeInt(address, (int) NOBODY);
        }
        return 0;
    }

    private static long archPrctl(GuestProcess process, Event.Call call) throws BadAddress {
        if ((int) call.a0() == ARCH_GET_FS) {
            process.memory().writeLong(call.a1(), process.fsBase());
            return 0;
        }
        if ((int) call.a0() != ARCH_SET_FS) {
            return Errors.EINVAL;
        }
        if (call.a1() < 0 || call.a1() >= ADDRESSES) {
            return Errors.EPERM;
        }
        process.fsBase(call.a1());
        return 0;
    }

    private static long ofSelf(GuestProcess process, Event.Call call) {
        return call.a0() == 0 || (int) call.a0() == PROCESS ? PROCESS : Errors.ESRCH;
    }

    private static long getcpu(GuestProcess process, Event.Call call) throws BadAddress {
        for (long address : new long[] {call.a0(), call.a1()}) {
            if (address != 0) {
                process.memory().writeInt(address, 0);
            }
        }
        return 0;
    }

    /** What has no effect on one process alone is taken; all else is EINVAL. */
    private static long prctl(GuestProcess process, Event.Call call) throws BadAddress {
        return switch ((int) call.a0()) {
            case PR_SET_NAME -> {
                process.memory().readString(call.a1(), PR_NAME_BYTES);
                yield 0;
            }
            case PR_GET_NAME -> {
                process.memory()
                        .write(call.a1(), Arrays.copyOf("guest".getBytes(StandardCharsets.US_ASCII), PR_NAME_BYTES));
                yield 0;
            }
            case PR_SET_PDEATHSIG, PR_SET_VMA -> 0;
            case PR_GET_DUMPABLE, PR_GET_SECCOMP -> 0;
            case PR_GET_NO_NEW_PRIVS -> 1;
            default -> Errors.EINVAL;
        };
    }

    private static long uname(GuestProcess process, Event.Call call) throws BadAddress {
        byte[] fields = new byte[UNAME.size() * UNAME_FIELD];
        for (int i = 0; i < UNAME.size(); i++) {
            byte[] text = UNAME.get(i).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, fields, i * UNAME_FIELD, text.length);
        }
        process.memory().write(call.a0(), fields);
        return 0;
    }

    private static long sysinfo(GuestProcess process, Event.Call call) throws BadAddress {
        GuestMemory memory = process.memory();
        long at = call.a0();
        memory.write(at, new byte[SYSINFO_BYTES]);
        memory.writeLong(at, process.clock().monotonicNanos() / 1_000_000_000L);
        memory.writeLong(at + 32, process.space().bytes());
        memory.writeLong(at + 40, process.space().bytes() - process.space().mappedBytes());
        memory.writeInt(at + 80, 1);
        memory.writeInt(at + 104, 1);
        return 0;
    }

    private static long getrandom(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a1() < 0) {
            return Errors.EINVAL;
        }
        if (((int) call.a2() & ~RANDOM_FLAGS) != 0) {
            return Errors.EINVAL;
        }
        byte[] bytes = new byte[(int) Math.min(call.a1(), RANDOM_MOST)];
        process.memory().checkWritable(call.a0(), bytes.length);
        process.tape().fill(bytes);
        process.memory().write(call.a0(), bytes);
        return bytes.length;
    }

    private static long affinity(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a1() < Long.BYTES) {
            return Errors.EINVAL;
        }
        process.memory().writeLong(call.a2(), 1);
        return Long.BYTES;
    }

    private static long prlimit(GuestProcess process, Event.Call call) throws BadAddress {
        if ((call.a0() != 0 && call.a0() != PROCESS) || call.a2() != 0) {
            return Errors.EPERM;
        }
        return call.a3() == 0 ? 0 : limit(process, (int) call.a1(), call.a3());
    }

    private static long limit(GuestProcess process, int resource, long into) throws BadAddress {
        if (resource < 0 || resource >= RLIMITS) {
            return Errors.EINVAL;
        }
        long value =
                switch (resource) {
                    case RLIMIT_STACK -> process.stackBytes();
                    case RLIMIT_CORE -> 0;
                    case RLIMIT_NPROC -> 1;
                    case RLIMIT_NOFILE -> Descriptors.MOST;
                    case RLIMIT_AS -> process.space().bytes();
                    default -> -1;
                };
        process.memory().checkWritable(into, 2 * Long.BYTES);
        process.memory().writeLong(into, value);
        process.memory().writeLong(into + Long.BYTES, value);
        return 0;
    }
}
