package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.util.List;

/** Bytes out of open files and into them: read, write and their kin. */
final class ReadCalls {
    /** RWF_HIPRI, DSYNC, SYNC, NOWAIT, APPEND. Source: include/uapi/linux/fs.h, v6.12. */
    private static final int RWF_KNOWN = 0x1F;

    private static final int RWF_APPEND = 0x10;

    /** No position in the call: the description's own counts. */
    private static final long OWN = -1;

    private static final int CHUNK = 1 << 16;

    private ReadCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.READ, (process, call) -> one(process, call, OWN, false));
        table.put(Numbers.WRITE, (process, call) -> one(process, call, OWN, true));
        table.put(Numbers.PREAD64, (process, call) -> positioned(process, call, false));
        table.put(Numbers.PWRITE64, (process, call) -> positioned(process, call, true));
        table.put(Numbers.READV, (process, call) -> vectors(process, call, OWN, 0, false));
        table.put(Numbers.WRITEV, (process, call) -> vectors(process, call, OWN, 0, true));
        table.put(Numbers.PREADV, (process, call) -> positionedVectors(process, call, false));
        table.put(Numbers.PWRITEV, (process, call) -> positionedVectors(process, call, true));
        table.put(Numbers.PREADV2, (process, call) -> flagged(process, call, false));
        table.put(Numbers.PWRITEV2, (process, call) -> flagged(process, call, true));
        table.put(Numbers.SENDFILE, ReadCalls::sendfile);
        table.put(Numbers.COPY_FILE_RANGE, ReadCalls::copyRange);
    }

    private static long one(GuestProcess process, Event.Call call, long position, boolean write) throws BadAddress {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null || !(write ? file.writes() : file.reads())) {
            return Errors.EBADF;
        }
        if (call.a2() < 0) {
            return Errors.EINVAL;
        }
        return transfer(process, file, position, GuestPieces.one(process.memory(), call.a1(), call.a2()), write);
    }

    private static long positioned(GuestProcess process, Event.Call call, boolean write) throws BadAddress {
        if (call.a3() < 0) {
            return Errors.EINVAL;
        }
        return seekable(process, (int) call.a0(), () -> one(process, call, call.a3(), write));
    }

    @FunctionalInterface
    private interface Then {
        long answer() throws BadAddress;
    }

    private static long seekable(GuestProcess process, int number, Then then) throws BadAddress {
        Description file = process.descriptors().at(number).orElse(null);
        if (file == null) {
            return Errors.EBADF;
        }
        return file.channel.isSeekable() || (file.flags() & Description.O_PATH) != 0 ? then.answer() : Errors.ESPIPE;
    }

    private static long vectors(GuestProcess process, Event.Call call, long position, int flags, boolean write)
            throws BadAddress {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null || !(write ? file.writes() : file.reads())) {
            return Errors.EBADF;
        }
        long error = GuestPieces.count(call.a2());
        if (error != 0) {
            return error;
        }
        List<GuestPieces> pieces = GuestPieces.vectors(process.memory(), call.a1(), call.a2());
        if (pieces.isEmpty()) {
            return Errors.EINVAL;
        }
        boolean append = write && (flags & RWF_APPEND) != 0 && file.channel.isSeekable();
        long at = append ? file.channel.inode().map(inode -> inode.bytes()).orElse(position) : position;
        return transfer(process, file, at, pieces.getFirst(), write);
    }

    private static long positionedVectors(GuestProcess process, Event.Call call, boolean write) throws BadAddress {
        if (call.a3() < 0) {
            return Errors.EINVAL;
        }
        return seekable(process, (int) call.a0(), () -> vectors(process, call, call.a3(), 0, write));
    }

    private static long flagged(GuestProcess process, Event.Call call, boolean write) throws BadAddress {
        int flags = (int) call.a5();
        if ((flags & ~RWF_KNOWN) != 0) {
            return Errors.EOPNOTSUPP;
        }
        if (call.a3() < OWN) {
            return Errors.EINVAL;
        }
        return call.a3() == OWN
                ? vectors(process, call, OWN, flags, write)
                : seekable(process, (int) call.a0(), () -> vectors(process, call, call.a3(), flags, write));
    }

    /** Moves bytes and, where the call has no position of its own, the description's. */
    private static long transfer(GuestProcess process, Description file, long position, Pieces pieces, boolean write)
            throws BadAddress {
        if (!file.channel.isSeekable()) {
            return write
                    ? file.channel.write(process, file, OWN, pieces)
                    : file.channel.read(process, file, OWN, pieces);
        }
        long at = position == OWN ? file.position : position;
        if (write && file.appends()) {
            at = file.channel.inode().map(inode -> inode.bytes()).orElse(at);
        }
        long count =
                write ? file.channel.write(process, file, at, pieces) : file.channel.read(process, file, at, pieces);
        if (position == OWN && count > 0) {
            file.position = at + count;
        }
        return count;
    }

    private static long sendfile(GuestProcess process, Event.Call call) throws BadAddress {
        Description to = process.descriptors().at((int) call.a0()).orElse(null);
        Description from = process.descriptors().at((int) call.a1()).orElse(null);
        if (to == null || from == null || !to.writes() || !from.reads()) {
            return Errors.EBADF;
        }
        if (!isFile(from) || to.appends() || call.a3() < 0) {
            return Errors.EINVAL;
        }
        long position = call.a2() == 0 ? OWN : process.memory().readLong(call.a2());
        if (call.a2() != 0) {
            process.memory().checkWritable(call.a2(), Long.BYTES);
            if (position < 0) {
                return Errors.EINVAL;
            }
        }
        long moved = move(process, from, position, to, OWN, call.a3());
        if (call.a2() != 0 && moved > 0) {
            process.memory().writeLong(call.a2(), position + moved);
        }
        return moved;
    }

    private static boolean isFile(Description file) {
        return file.channel instanceof ImageContent || file.channel instanceof TempContent;
    }

    private static long copyRange(GuestProcess process, Event.Call call) throws BadAddress {
        Description from = process.descriptors().at((int) call.a0()).orElse(null);
        Description to = process.descriptors().at((int) call.a2()).orElse(null);
        if (to == null || from == null || !to.writes() || !from.reads() || to.appends()) {
            return Errors.EBADF;
        }
        if (!isFile(from) || !isFile(to) || call.a5() != 0 || call.a4() < 0) {
            return Errors.EINVAL;
        }
        long start = call.a1() == 0 ? OWN : process.memory().readLong(call.a1());
        long end = call.a3() == 0 ? OWN : process.memory().readLong(call.a3());
        if ((call.a1() != 0 && start < 0) || (call.a3() != 0 && end < 0)) {
            return Errors.EINVAL;
        }
        for (long address : new long[] {call.a1(), call.a3()}) {
            if (address != 0) {
                process.memory().checkWritable(address, Long.BYTES);
            }
        }
        long moved = move(process, from, start, to, end, call.a4());
        if (moved > 0 && call.a1() != 0) {
            process.memory().writeLong(call.a1(), start + moved);
        }
        if (moved > 0 && call.a3() != 0) {
            process.memory().writeLong(call.a3(), end + moved);
        }
        return moved;
    }

    /** Through a small buffer, at most what Linux moves at once, until either side has no more. */
    private static long move(GuestProcess process, Description from, long start, Description to, long end, long most)
            throws BadAddress {
        byte[] chunk = new byte[CHUNK];
        long moved = 0;
        long left = Math.min(most, GuestPieces.MOST_AT_ONCE);
        long before = from.position;
        while (left > moved) {
            int part = (int) Math.min(CHUNK, left - moved);
            long at = start == OWN ? OWN : start + moved;
            long got = transfer(process, from, at, new HostPieces(chunk, part), false);
            if (got <= 0) {
                return moved > 0 ? moved : got;
            }
            long into = end == OWN ? OWN : end + moved;
            long written = transfer(process, to, into, new HostPieces(chunk, (int) got), true);
            moved += Math.max(written, 0);
            if (start == OWN) {
                from.position = before + moved;
            }
            if (written < got || process.stop().isPresent()) {
                return moved > 0 ? moved : written;
            }
        }
        return moved;
    }
}
