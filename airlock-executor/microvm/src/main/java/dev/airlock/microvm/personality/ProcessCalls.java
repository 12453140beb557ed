package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.GuestMemory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/** Who and where the guest is: identity, limits, randomness, the end. Every figure is the guest's own. */
final class ProcessCalls {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The one process and its one thread. */
    private static final long PROCESS = 1000;

    private static final long PARENT = 1;
    private static final long NOBODY = 65534;

    private static final int ARCH_SET_FS = 0x1002;
    private static final long ADDRESSES = 1L << 47;
    private static final int UNAME_FIELD = 65;
    private static final List<String> UNAME =
            List.of("Linux", "airlock", "6.12.0-airlock", "#1 Airlock microVM", "x86_64", "(none)");
    private static final int SYSINFO_BYTES = 112;
    private static final int RANDOM_MOST = 1 << 20;

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
        for (int number :
                new int[] {Numbers.GETPID, Numbers.GETTID, Numbers.GETPGRP, Numbers.GETPGID, Numbers.GETSID}) {
            table.put(number, (_, _) -> PROCESS);
        }
        table.put(Numbers.SET_TID_ADDRESS, (_, _) -> PROCESS);
        table.put(Numbers.GETPPID, (_, _) -> PARENT);
        for (int number : new int[] {Numbers.GETUID, Numbers.GETEUID, Numbers.GETGID, Numbers.GETEGID}) {
            table.put(number, (_, _) -> NOBODY);
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
            process.memory().writeInt(address, (int) NOBODY);
        }
        return 0;
    }

    private static long archPrctl(GuestProcess process, Event.Call call) {
        if ((int) call.a0() != ARCH_SET_FS) {
            return Errors.EINVAL;
        }
        if (call.a1() < 0 || call.a1() >= ADDRESSES) {
            return Errors.EPERM;
        }
        process.fsBase(call.a1());
        return 0;
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
        byte[] bytes = new byte[(int) Math.min(call.a1(), RANDOM_MOST)];
        process.memory().checkWritable(call.a0(), bytes.length);
        RANDOM.nextBytes(bytes);
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
