package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** Bytes in and out of open files: read, write and their kin. */
final class FileCalls {
    /** MAX_RW_COUNT of include/linux/fs.h. */
    private static final long MOST_AT_ONCE = 0x7FFF_F000;

    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;

    private FileCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.READ, FileCalls::read);
        table.put(Numbers.PREAD64, FileCalls::pread);
        table.put(Numbers.READV, FileCalls::readv);
        table.put(Numbers.WRITE, FileCalls::write);
        table.put(Numbers.WRITEV, FileCalls::writev);
        table.put(Numbers.PWRITE64, FileCalls::pwrite);
        table.put(Numbers.LSEEK, FileCalls::lseek);
    }

    private static long read(GuestProcess process, Event.Call call) throws BadAddress {
        Optional<OpenFile> file = process.descriptors().at((int) call.a0());
        return file.isEmpty() ? Errors.EBADF : readInto(process, file.get(), call.a1(), call.a2());
    }

    private static long readInto(GuestProcess process, OpenFile file, long address, long count) throws BadAddress {
        if (count < 0) {
            return Errors.EINVAL;
        }
        return switch (file) {
            case OpenFile.Input _ -> fromInput(process, address, count);
            case OpenFile.Output _ -> Errors.EBADF;
            case OpenFile.Listing _ -> Errors.EISDIR;
            case OpenFile.Reading reading -> {
                long taken = readAt(process, reading, address, count, reading.position);
                reading.position += taken;
                yield taken;
            }
        };
    }

    private static long fromInput(GuestProcess process, long address, long count) throws BadAddress {
        byte[] bytes = process.console().peek(Math.min(count, MOST_AT_ONCE));
        process.memory().write(address, bytes);
        process.console().consume(bytes.length);
        return bytes.length;
    }

    private static long readAt(GuestProcess process, OpenFile.Reading file, long address, long count, long position)
            throws BadAddress {
        MemorySegment content = file.node.content();
        if (position >= content.byteSize()) {
            return 0;
        }
        long bytes = Math.min(Math.min(count, MOST_AT_ONCE), content.byteSize() - position);
        process.memory().write(address, content.asSlice(position, bytes));
        return bytes;
    }

    private static long pread(GuestProcess process, Event.Call call) throws BadAddress {
        if (call.a3() < 0 || call.a2() < 0) {
            return Errors.EINVAL;
        }
        Optional<OpenFile> file = process.descriptors().at((int) call.a0());
        return switch (file.orElse(null)) {
            case null -> Errors.EBADF;
            case OpenFile.Reading reading -> readAt(process, reading, call.a1(), call.a2(), call.a3());
            case OpenFile.Listing _ -> Errors.EISDIR;
            case OpenFile.Input _, OpenFile.Output _ -> Errors.ESPIPE;
        };
    }

    private static long readv(GuestProcess process, Event.Call call) throws BadAddress {
        if (!Vectors.isCount(call.a2())) {
            return Errors.EINVAL;
        }
        Optional<OpenFile> file = process.descriptors().at((int) call.a0());
        if (file.isEmpty()) {
            return Errors.EBADF;
        }
        List<Vectors.Vector> vectors = Vectors.read(process.memory(), call.a1(), call.a2());
        long total = 0;
        for (Vectors.Vector vector : vectors) {
            long taken = readInto(process, file.get(), vector.address(), vector.bytes());
            if (taken < 0) {
                return total > 0 ? total : taken;
            }
            total += taken;
            if (taken < vector.bytes()) {
                break;
            }
        }
        return total;
    }

    private static long write(GuestProcess process, Event.Call call) throws BadAddress {
        return writeFrom(process, (int) call.a0(), call.a1(), call.a2());
    }

    private static long writeFrom(GuestProcess process, int number, long address, long count) throws BadAddress {
        if (!(process.descriptors().at(number).orElse(null) instanceof OpenFile.Output(boolean error))) {
            return Errors.EBADF;
        }
        if (count < 0) {
            return Errors.EINVAL;
        }
        Console console = process.console();
        long fits = Math.min(Math.min(count, MOST_AT_ONCE), console.room());
        console.write(error, process.memory().read(address, fits));
        if (fits < Math.min(count, MOST_AT_ONCE)) {
            process.stop(new Stop.OutputFull());
        }
        return fits;
    }

    private static long writev(GuestProcess process, Event.Call call) throws BadAddress {
        if (!Vectors.isCount(call.a2())) {
            return Errors.EINVAL;
        }
        long total = 0;
        for (Vectors.Vector vector : Vectors.read(process.memory(), call.a1(), call.a2())) {
            long written = writeFrom(process, (int) call.a0(), vector.address(), vector.bytes());
            if (written < 0) {
                return total > 0 ? total : written;
            }
            total += written;
        }
        return total;
    }

    private static long pwrite(GuestProcess process, Event.Call call) {
        return process.descriptors().at((int) call.a0()).orElse(null) instanceof OpenFile.Output
                ? Errors.ESPIPE
                : Errors.EBADF;
    }

    private static long lseek(GuestProcess process, Event.Call call) {
        Optional<OpenFile> file = process.descriptors().at((int) call.a0());
        return switch (file.orElse(null)) {
            case null -> Errors.EBADF;
            case OpenFile.Input _, OpenFile.Output _ -> Errors.ESPIPE;
            case OpenFile.Reading reading -> {
                long to = target(
                        call.a1(),
                        (int) call.a2(),
                        reading.position,
                        reading.node.content().byteSize());
                reading.position = to < 0 ? reading.position : to;
                yield to;
            }
            case OpenFile.Listing listing -> {
                long to = target(call.a1(), (int) call.a2(), listing.position, 0);
                listing.position = to < 0 ? listing.position : (int) Math.min(to, Integer.MAX_VALUE);
                yield to;
            }
        };
    }

    /** Where a seek leads, or EINVAL. */
    private static long target(long offset, int whence, long position, long size) {
        long base =
                switch (whence) {
                    case SEEK_SET -> 0;
                    case SEEK_CUR -> position;
                    case SEEK_END -> size;
                    default -> Long.MIN_VALUE;
                };
        long to = base + offset;
        return base < 0 || to < 0 ? Errors.EINVAL : to;
    }
}
