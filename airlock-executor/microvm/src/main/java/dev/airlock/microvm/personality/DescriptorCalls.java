package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.util.Optional;

/** Calls on descriptors themselves: close, fstat, getdents64, fcntl, ioctl, dup. */
final class DescriptorCalls {
    // include/uapi/asm-generic/fcntl.h and include/uapi/linux/fcntl.h, v6.12.
    private static final int F_DUPFD = 0;
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FD_CLOEXEC = 1;
    private static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 02000000;

    private DescriptorCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.CLOSE, DescriptorCalls::close);
        table.put(Numbers.FSTAT, (process, call) -> fstat(process, (int) call.a0(), call.a1()));
        table.put(Numbers.GETDENTS64, DescriptorCalls::getdents);
        table.put(Numbers.FCNTL, DescriptorCalls::fcntl);
        table.put(Numbers.IOCTL, DescriptorCalls::ioctl);
        table.put(Numbers.DUP, (process, call) -> dup(process, (int) call.a0(), 0, false));
        table.put(Numbers.DUP2, (process, call) -> dup2(process, (int) call.a0(), (int) call.a1()));
        table.put(Numbers.DUP3, DescriptorCalls::dup3);
    }

    private static long close(GuestProcess process, Event.Call call) {
        return process.descriptors().close((int) call.a0()) ? 0 : Errors.EBADF;
    }

    static long fstat(GuestProcess process, int number, long into) throws BadAddress {
        Optional<OpenFile> file = process.descriptors().at(number);
        if (file.isEmpty()) {
            return Errors.EBADF;
        }
        byte[] stat =
                switch (file.get()) {
                    case OpenFile.Input _, OpenFile.Output _ -> StatRecord.ofPipe();
                    case OpenFile.Reading reading -> StatRecord.of(reading.node);
                    case OpenFile.Listing listing -> StatRecord.of(listing.node);
                };
        process.memory().write(into, stat);
        return 0;
    }

    private static long getdents(GuestProcess process, Event.Call call) throws BadAddress {
        return switch (process.descriptors().at((int) call.a0()).orElse(null)) {
            case null -> Errors.EBADF;
            case OpenFile.Listing listing -> DirectoryEntries.write(process, listing, call.a1(), call.a2());
            case OpenFile.Input _, OpenFile.Output _, OpenFile.Reading _ -> Errors.ENOTDIR;
        };
    }

    private static long fcntl(GuestProcess process, Event.Call call) {
        Descriptors descriptors = process.descriptors();
        int number = (int) call.a0();
        Optional<OpenFile> file = descriptors.at(number);
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
            case F_GETFL -> file.get() instanceof OpenFile.Output ? O_WRONLY : 0;
            case F_SETFL -> 0;
            default -> Errors.EINVAL;
        };
    }

    private static long ioctl(GuestProcess process, Event.Call call) {
        return process.descriptors().at((int) call.a0()).isPresent() ? Errors.ENOTTY : Errors.EBADF;
    }

    private static long dup(GuestProcess process, int from, int lowest, boolean closeOnExec) {
        if (lowest < 0 || lowest >= Descriptors.MOST) {
            return Errors.EINVAL;
        }
        return process.descriptors()
                .at(from)
                .map(file -> process.descriptors().open(file, lowest, closeOnExec))
                .orElse(Errors.EBADF);
    }

    private static long dup2(GuestProcess process, int from, int to) {
        if (from == to) {
            return process.descriptors().at(from).isPresent() ? to : Errors.EBADF;
        }
        return replace(process, from, to, false);
    }

    private static long dup3(GuestProcess process, Event.Call call) {
        int flags = (int) call.a2();
        if (call.a0() == call.a1() || (flags & ~O_CLOEXEC) != 0) {
            return Errors.EINVAL;
        }
        return replace(process, (int) call.a0(), (int) call.a1(), flags != 0);
    }

    private static long replace(GuestProcess process, int from, int to, boolean closeOnExec) {
        Optional<OpenFile> file = process.descriptors().at(from);
        if (file.isEmpty() || !Descriptors.isIn(to)) {
            return Errors.EBADF;
        }
        process.descriptors().put(to, file.get(), closeOnExec);
        return to;
    }
}
