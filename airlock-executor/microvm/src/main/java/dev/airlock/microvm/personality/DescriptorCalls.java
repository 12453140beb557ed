package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.util.Optional;

/** Calls on descriptors themselves: close, dup, fcntl, ioctl, flock. */
final class DescriptorCalls {
    // include/uapi/asm-generic/fcntl.h and include/uapi/linux/fcntl.h, v6.12.
    private static final int F_DUPFD = 0;
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_GETLK = 5;
    private static final int F_SETLK = 6;
    private static final int F_SETLKW = 7;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final int F_OFD_SETLKW = 38;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETPIPE_SZ = 1032;
    private static final int FD_CLOEXEC = 1;
    private static final int F_UNLCK = 2;
    /** struct flock. */
    private static final int LOCK_BYTES = 32;

    private static final int LOCK_KNOWN = 0xF;
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final int CLOSE_RANGE_UNSHARE = 2;

    // include/uapi/asm-generic/ioctls.h, v6.12.
    private static final int FIONREAD = 0x541B;
    private static final int FIONBIO = 0x5421;
    private static final int FIONCLEX = 0x5450;
    private static final int FIOCLEX = 0x5451;

    private DescriptorCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.CLOSE, (process, call) -> process.descriptors().close((int) call.a0()) ? 0 : Errors.EBADF);
        table.put(Numbers.CLOSE_RANGE, DescriptorCalls::closeRange);
        table.put(Numbers.FCNTL, DescriptorCalls::fcntl);
        table.put(Numbers.IOCTL, DescriptorCalls::ioctl);
        table.put(Numbers.FLOCK, DescriptorCalls::flock);
        table.put(Numbers.DUP, (process, call) -> dup(process, (int) call.a0(), 0, false));
        table.put(Numbers.DUP2, (process, call) -> dup2(process, (int) call.a0(), (int) call.a1()));
        table.put(Numbers.DUP3, DescriptorCalls::dup3);
    }

    private static long closeRange(GuestProcess process, Event.Call call) {
        int first = (int) call.a0();
        int last = (int) call.a1();
        int flags = (int) call.a2();
        if ((flags & ~(CLOSE_RANGE_CLOEXEC | CLOSE_RANGE_UNSHARE)) != 0 || Integer.compareUnsigned(first, last) > 0) {
            return Errors.EINVAL;
        }
        for (int number = 0; number < Descriptors.MOST; number++) {
            boolean within = Integer.compareUnsigned(number, first) >= 0 && Integer.compareUnsigned(number, last) <= 0;
            if (within && (flags & CLOSE_RANGE_CLOEXEC) != 0) {
                process.descriptors().closesOnExec(number, true);
            } else if (within) {
                process.descriptors().close(number);
            }
        }
        return 0;
    }

    private static long fcntl(GuestProcess process, Event.Call call) throws BadAddress {
        Descriptors descriptors = process.descriptors();
        int number = (int) call.a0();
        Optional<Description> file = descriptors.at(number);
        if (file.isEmpty()) {
            return Errors.EBADF;
        }
        return switch ((int) call.a1()) {
            case F_DUPFD -> dup(process, number, (int) call.a2(), false);
            case F_DUPFD_CLOEXEC -> dup(process, number, (int) call.a2(), true);
            case F_GETFD -> descriptors.closesOnExec(number) ? FD_CLOEXEC : 0;
            case F_SETFD -> {
                descriptors.closesOnExec(number, (call.a2() & FD_CLOEXEC) != 0);
                yield 0;
            }
            case F_GETFL -> file.get().flags();
            case F_SETFL -> {
                file.get().settable((int) call.a2());
                yield 0;
            }
            case F_GETLK, F_OFD_GETLK -> noLock(process, call.a2());
            case F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW -> {
                process.memory().read(call.a2(), LOCK_BYTES);
                yield 0;
            }
            case F_GETPIPE_SZ, F_SETPIPE_SZ -> file.get().channel instanceof PipeEnd ? Pipe.CAPACITY : Errors.EBADF;
            default -> Errors.EINVAL;
        };
    }

    /** Nobody else is there who could hold a lock. */
    private static long noLock(GuestProcess process, long address) throws BadAddress {
        byte[] lock = process.memory().read(address, LOCK_BYTES);
        lock[0] = F_UNLCK;
        lock[1] = 0;
        process.memory().write(address, lock);
        return 0;
    }

    private static long flock(GuestProcess process, Event.Call call) {
        int operation = (int) call.a1();
        int kind = operation & ~4;
        if ((operation & ~LOCK_KNOWN) != 0 || (kind != 1 && kind != 2 && kind != 8)) {
            return Errors.EINVAL;
        }
        return process.descriptors().at((int) call.a0()).isPresent() ? 0 : Errors.EBADF;
    }

    private static long ioctl(GuestProcess process, Event.Call call) throws BadAddress {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null) {
            return Errors.EBADF;
        }
        switch ((int) call.a1()) {
            case FIOCLEX -> process.descriptors().closesOnExec((int) call.a0(), true);
            case FIONCLEX -> process.descriptors().closesOnExec((int) call.a0(), false);
            case FIONBIO -> {
                boolean on = process.memory().readInt(call.a2()) != 0;
                int rest = file.flags() & ~Description.O_NONBLOCK;
                file.settable(on ? rest | Description.O_NONBLOCK : rest);
            }
            case FIONREAD -> {
                long waiting = waiting(file);
                if (waiting < 0) {
                    return waiting;
                }
                process.memory().writeInt(call.a2(), (int) Math.min(waiting, Integer.MAX_VALUE));
            }
            default -> {
                return Errors.ENOTTY;
            }
        }
        return 0;
    }

    private static long waiting(Description file) {
        return switch (file.channel) {
            case PipeEnd(Pipe pipe, boolean writing) when !writing -> pipe.count();
            case TempContent content -> Math.max(0, content.file().bytes() - file.position);
            case ImageContent content -> Math.max(0, content.file().bytes() - file.position);
            default -> Errors.ENOTTY;
        };
    }

    private static long dup(GuestProcess process, int from, int lowest, boolean closeOnExec) {
        Optional<Description> file = process.descriptors().at(from);
        if (file.isEmpty()) {
            return Errors.EBADF;
        }
        return lowest < 0 || lowest >= Descriptors.MOST
                ? Errors.EINVAL
                : process.descriptors().open(file.get(), lowest, closeOnExec);
    }

    private static long dup2(GuestProcess process, int from, int to) {
        if (from == to) {
            return process.descriptors().at(from).isPresent() ? to : Errors.EBADF;
        }
        return replace(process, from, to, false);
    }

    private static long dup3(GuestProcess process, Event.Call call) {
        int flags = (int) call.a2();
        if ((int) call.a0() == (int) call.a1() || (flags & ~OpenCalls.O_CLOEXEC) != 0) {
            return Errors.EINVAL;
        }
        return replace(process, (int) call.a0(), (int) call.a1(), flags != 0);
    }

    private static long replace(GuestProcess process, int from, int to, boolean closeOnExec) {
        Optional<Description> file = process.descriptors().at(from);
        if (file.isEmpty() || !Descriptors.isIn(to)) {
            return Errors.EBADF;
        }
        process.descriptors().put(to, file.get(), closeOnExec);
        return to;
    }
}
