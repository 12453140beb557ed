package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.TempNode;
import dev.airlock.microvm.files.Times;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.util.concurrent.TimeUnit;

/** Setting the times of a file: utimensat and its forerunners. */
final class FileTimeCalls {
    // include/linux/stat.h, v6.12.
    private static final long UTIME_NOW = 0x3FFF_FFFFL;
    private static final long UTIME_OMIT = 0x3FFF_FFFEL;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long SECONDS_MAX = Long.MAX_VALUE / SECOND - 1;

    private static final int HERE = PathArgument.AT_FDCWD;
    private static final int NO_FOLLOW = AttributeCalls.AT_SYMLINK_NOFOLLOW;

    private FileTimeCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.UTIMENSAT, FileTimeCalls::utimensat);
        table.put(Numbers.FUTIMESAT, (process, call) -> micros(process, (int) call.a0(), call.a1(), call.a2()));
        table.put(Numbers.UTIMES, (process, call) -> micros(process, HERE, call.a0(), call.a1()));
        table.put(Numbers.UTIME, FileTimeCalls::utime);
    }

    /** Access and modification; a negative one stays as it is. */
    private record Wanted(long accessed, long modified) {}

    private static long utimensat(GuestProcess process, Event.Call call) throws BadAddress {
        int flags = (int) call.a3();
        if ((flags & ~(NO_FOLLOW | AttributeCalls.AT_EMPTY_PATH)) != 0) {
            return Errors.EINVAL;
        }
        long now = process.wallNanos();
        Wanted wanted = new Wanted(now, now);
        if (call.a2() != 0) {
            long[] words = new long[4];
            for (int i = 0; i < words.length; i++) {
                words[i] = process.memory().readLong(call.a2() + (long) i * Long.BYTES);
            }
            if (isWrong(words[0], words[1]) || isWrong(words[2], words[3])) {
                return Errors.EINVAL;
            }
            wanted = new Wanted(nanos(words[0], words[1], now), nanos(words[2], words[3], now));
        }
        AttributeCalls.Place place = call.a1() == 0
                ? AttributeCalls.open(process, (int) call.a0())
                : AttributeCalls.place(process, (int) call.a0(), call.a1(), flags);
        return set(place, wanted, now);
    }

    private static boolean isWrong(long seconds, long nanos) {
        boolean special = nanos == UTIME_NOW || nanos == UTIME_OMIT;
        return !special && (nanos < 0 || nanos >= SECOND || seconds < 0 || seconds > SECONDS_MAX);
    }

    private static long nanos(long seconds, long nanos, long now) {
        return nanos == UTIME_NOW ? now : nanos == UTIME_OMIT ? -1 : seconds * SECOND + nanos;
    }

    private static long micros(GuestProcess process, int directory, long path, long times) throws BadAddress {
        long now = process.wallNanos();
        Wanted wanted = new Wanted(now, now);
        if (times != 0) {
            long[] both = new long[2];
            for (int i = 0; i < 2; i++) {
                long seconds = process.memory().readLong(times + i * 16L);
                long micros = process.memory().readLong(times + i * 16L + 8);
                if (micros < 0 || micros >= SECOND / MICRO || isWrong(seconds, 0)) {
                    return Errors.EINVAL;
                }
                both[i] = seconds * SECOND + micros * MICRO;
            }
            wanted = new Wanted(both[0], both[1]);
        }
        return set(AttributeCalls.place(process, directory, path, 0), wanted, now);
    }

    private static long utime(GuestProcess process, Event.Call call) throws BadAddress {
        long now = process.wallNanos();
        Wanted wanted = new Wanted(now, now);
        if (call.a1() != 0) {
            long accessed = process.memory().readLong(call.a1());
            long modified = process.memory().readLong(call.a1() + Long.BYTES);
            if (isWrong(accessed, 0) || isWrong(modified, 0)) {
                return Errors.EINVAL;
            }
            wanted = new Wanted(accessed * SECOND, modified * SECOND);
        }
        return set(AttributeCalls.place(process, HERE, call.a0(), 0), wanted, now);
    }

    private static long set(AttributeCalls.Place place, Wanted wanted, long now) {
        if (place.error() != 0 || place.inode().isEmpty()) {
            return place.error();
        }
        if (!(place.inode().get() instanceof TempNode node)) {
            return Errors.EROFS;
        }
        if (node.owner() != Inode.NOBODY) {
            return Errors.EPERM;
        }
        Times old = node.times();
        node.times(new Times(
                wanted.accessed() < 0 ? old.accessed() : wanted.accessed(),
                wanted.modified() < 0 ? old.modified() : wanted.modified(),
                now));
        return 0;
    }
}
