package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.TempFile;
import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.GuestMap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.OptionalLong;

/** Memory: brk, mmap and their kin. What does not fit into the guest is ENOMEM; what is given back can be had again. */
final class MemoryCalls {
    // include/uapi/asm-generic/mman.h, mman-common.h and include/uapi/linux/mman.h, v6.12.
    private static final int MAP_TYPE = 0x0F;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_SHARED_VALIDATE = 0x03;
    private static final int MAP_FIXED = 0x10;
    static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_FIXED_NOREPLACE = 0x10_0000;
    private static final int MREMAP_MAYMOVE = 1;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_WILLNEED_LAST = 4;
    private static final int MADV_REMOVE = 9;
    private static final int MADV_LAST = 25;
    private static final int MADV_FREE = 8;
    private static final int MLOCK_FLAGS = 1;
    private static final int MLOCKALL_FLAGS = 7;
    private static final int MSYNC_KNOWN = 7;
    private static final int MSYNC_BOTH = 5;

    private MemoryCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.BRK, MemoryCalls::brk);
        table.put(Numbers.MMAP, MemoryCalls::mmap);
        table.put(Numbers.MUNMAP, MemoryCalls::munmap);
        table.put(Numbers.MPROTECT, MemoryCalls::mprotect);
        table.put(Numbers.MREMAP, MemoryCalls::mremap);
        table.put(Numbers.MADVISE, MemoryCalls::madvise);
        table.put(Numbers.MINCORE, MemoryCalls::mincore);
        table.put(Numbers.MSYNC, MemoryCalls::msync);
        table.put(Numbers.MLOCK, (process, call) -> lock(process, call, 0));
        table.put(Numbers.MLOCK2, (process, call) -> lock(process, call, (int) call.a2()));
        table.put(Numbers.MUNLOCK, (process, call) -> lock(process, call, 0));
        table.put(Numbers.MLOCKALL, (_, call) -> ((int) call.a0() & ~MLOCKALL_FLAGS) != 0 ? Errors.EINVAL : 0);
        table.put(Numbers.MUNLOCKALL, (_, _) -> 0);
    }

    private static long brk(GuestProcess process, Event.Call call) {
        AddressSpace space = process.space();
        long wanted = call.a0();
        long oldEnd = roundUp(process.heapEnd());
        if (wanted < process.heapStart() || wanted > space.bytes()) {
            return process.heapEnd();
        }
        long newEnd = roundUp(wanted);
        if (newEnd > oldEnd) {
            if (!space.holds(oldEnd, newEnd - oldEnd) || !space.isFree(oldEnd, newEnd - oldEnd)) {
                return process.heapEnd();
            }
            space.mapZeros(oldEnd, newEnd - oldEnd, Access.READ_WRITE);
        } else if (newEnd < oldEnd) {
            space.unmap(newEnd, oldEnd - newEnd);
        }
        process.heapEnd(wanted);
        return wanted;
    }

    private static long mmap(GuestProcess process, Event.Call call) {
        int flags = (int) call.a3();
        int type = flags & MAP_TYPE;
        boolean known = type == MAP_SHARED || type == MAP_PRIVATE || type == MAP_SHARED_VALIDATE;
        if (!known || (call.a2() & ~Access.PROT_BITS) != 0 || call.a5() < 0 || call.a5() % GuestMap.PAGE != 0) {
            return Errors.EINVAL;
        }
        long bytes = call.a1();
        if (bytes == 0) {
            return Errors.EINVAL;
        }
        if (bytes < 0 || bytes > process.space().bytes()) {
            return Errors.ENOMEM;
        }
        Access access = Access.ofProt(call.a2());
        if ((flags & MAP_ANONYMOUS) != 0) {
            long at = place(process, call, roundUp(bytes));
            if (at >= 0) {
                process.sharedMappings().forget(process, at, roundUp(bytes));
                process.space().mapZeros(at, roundUp(bytes), access);
            }
            return at;
        }
        return mapFile(process, call, roundUp(bytes), access);
    }

    private static long mapFile(GuestProcess process, Event.Call call, long bytes, Access access) {
        Description file = process.descriptors().at((int) call.a4()).orElse(null);
        if (file == null) {
            return Errors.EBADF;
        }
        boolean shared = ((int) call.a3() & MAP_TYPE) != MAP_PRIVATE;
        return switch (file.channel) {
            case ImageContent image -> {
                if (shared && access.write()) {
                    yield Errors.EACCES;
                }
                MemorySegment content = image.file().content();
                if (!image.file().signed()) {
                    yield mapGiven(process, call, bytes, access, content);
                }
                long at = place(process, call, bytes);
                if (at >= 0) {
                    process.sharedMappings().forget(process, at, bytes);
                    MemorySegment from = content.asSlice(Math.min(call.a5(), content.byteSize()));
                    process.space().mapFile(at, bytes, access, from);
                }
                yield at;
            }
            case TempContent temp ->
                !file.reads() || (shared && access.write() && !file.writes())
                        ? Errors.EACCES
                        : mapTemporary(process, call, bytes, access, temp.file());
            case DeviceStream device
            when device.device() == dev.airlock.microvm.files.Device.ZERO -> {
                long at = place(process, call, bytes);
                if (at >= 0) {
                    process.sharedMappings().forget(process, at, bytes);
                    process.space().mapZeros(at, bytes, access);
                }
                yield at;
            }
            default -> Errors.ENODEV;
        };
    }

    /** What a caller sent is mapped as a copy that never counts as code of the image. */
    private static long mapGiven(
            GuestProcess process, Event.Call call, long bytes, Access access, MemorySegment content) {
        long at = place(process, call, bytes);
        if (at < 0) {
            return at;
        }
        process.sharedMappings().forget(process, at, bytes);
        AddressSpace space = process.space();
        space.mapZeros(at, bytes, Access.READ_WRITE);
        long end = Math.min(bytes, content.byteSize() - call.a5());
        for (long done = 0; done < end; done += GuestMap.PAGE) {
            long part = Math.min(GuestMap.PAGE, end - done);
            byte[] page = content.asSlice(call.a5() + done, part).toArray(ValueLayout.JAVA_BYTE);
            SharedMappings.write(space, at + done, page);
        }
        space.protect(at, bytes, access);
        return at;
    }

    /** A copy; a shared one is told of, and tells of, later changes. It never counts as code of the image. */
    private static long mapTemporary(GuestProcess process, Event.Call call, long bytes, Access access, TempFile file) {
        boolean shared = ((int) call.a3() & MAP_TYPE) != MAP_PRIVATE;
        SharedMappings mappings = process.sharedMappings();
        if (call.a5() > Long.MAX_VALUE - bytes || (shared && !mappings.hasRoom())) {
            return call.a5() > Long.MAX_VALUE - bytes ? Errors.EOVERFLOW : Errors.ENOMEM;
        }
        long at = place(process, call, bytes);
        if (at < 0) {
            return at;
        }
        mappings.forget(process, at, bytes);
        mappings.toFile(process, file, call.a5(), bytes);
        AddressSpace space = process.space();
        space.mapZeros(at, bytes, Access.READ_WRITE);
        byte[] page = new byte[GuestMap.PAGE];
        long end = Math.min(bytes, file.bytes() - call.a5());
        for (long done = 0; done < end; done += GuestMap.PAGE) {
            file.read(call.a5() + done, page, 0, GuestMap.PAGE);
            SharedMappings.write(space, at + done, page);
        }
        space.protect(at, bytes, access);
        return shared && mappings.add(file, at, bytes, call.a5()) != 0 ? Errors.ENOMEM : at;
    }

    /** Where a mapping goes, or a negative errno. A hint that is not an order is not taken. */
    private static long place(GuestProcess process, Event.Call call, long bytes) {
        AddressSpace space = process.space();
        int flags = (int) call.a3();
        long address = call.a0();
        if ((flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) == 0) {
            OptionalLong free = space.findFree(bytes);
            return free.isPresent() ? free.getAsLong() : Errors.ENOMEM;
        }
        if (address % GuestMap.PAGE != 0) {
            return Errors.EINVAL;
        }
        if (!space.holds(address, bytes)) {
            return Errors.ENOMEM;
        }
        boolean mayReplace = (flags & MAP_FIXED_NOREPLACE) == 0;
        return mayReplace || space.isFree(address, bytes) ? address : Errors.EEXIST;
    }

    private static long munmap(GuestProcess process, Event.Call call) {
        if (!process.space().holds(call.a0(), call.a1())) {
            return Errors.EINVAL;
        }
        process.sharedMappings().forget(process, call.a0(), roundUp(call.a1()));
        process.space().unmap(call.a0(), call.a1());
        return 0;
    }

    private static long mprotect(GuestProcess process, Event.Call call) {
        AddressSpace space = process.space();
        if (call.a0() % GuestMap.PAGE != 0 || (call.a2() & ~Access.PROT_BITS) != 0) {
            return Errors.EINVAL;
        }
        if (call.a1() == 0) {
            return 0;
        }
        if (!space.holds(call.a0(), call.a1()) || !space.isMapped(call.a0(), call.a1())) {
            return Errors.ENOMEM;
        }
        process.sharedMappings().save(process, call.a0(), roundUp(call.a1()));
        space.protect(call.a0(), call.a1(), Access.ofProt(call.a2()));
        return 0;
    }

    private static long mremap(GuestProcess process, Event.Call call) {
        AddressSpace space = process.space();
        long address = call.a0();
        if ((call.a3() & ~MREMAP_MAYMOVE) != 0 || !space.holds(address, call.a1()) || call.a2() <= 0) {
            return Errors.EINVAL;
        }
        if (call.a2() > space.bytes()) {
            return Errors.ENOMEM;
        }
        long before = roundUp(call.a1());
        long after = roundUp(call.a2());
        if (!space.isMapped(address, before) || !space.isUniform(address, before)) {
            return Errors.EFAULT;
        }
        if (process.sharedMappings().meet(address, before)) {
            if (after > before) {
                return Errors.EINVAL;
            }
            process.sharedMappings().forget(process, address + after, before - after);
        }
        if (after <= before) {
            if (after < before) {
                space.unmap(address + after, before - after);
            }
            return address;
        }
        boolean mayMove = (call.a3() & MREMAP_MAYMOVE) != 0;
        return space.isExecutable(address, before) ? Errors.EINVAL : grow(space, address, before, after, mayMove);
    }

    private static long grow(AddressSpace space, long address, long before, long after, boolean mayMove) {
        Access access = space.access(address);
        if (space.holds(address, after) && space.isFree(address + before, after - before)) {
            space.mapZeros(address + before, after - before, access);
            return address;
        }
        OptionalLong free = mayMove ? space.findFree(after) : OptionalLong.empty();
        if (free.isEmpty()) {
            return Errors.ENOMEM;
        }
        space.mapZeros(free.getAsLong(), after, Access.READ_WRITE);
        space.copy(address, free.getAsLong(), before);
        space.protect(free.getAsLong(), after, access);
        space.unmap(address, before);
        return free.getAsLong();
    }

    private static long madvise(GuestProcess process, Event.Call call) {
        AddressSpace space = process.space();
        if (call.a0() % GuestMap.PAGE != 0 || call.a1() < 0) {
            return Errors.EINVAL;
        }
        if (call.a1() == 0) {
            return 0;
        }
        if (!space.holds(call.a0(), call.a1()) || !space.isMapped(call.a0(), call.a1())) {
            return Errors.ENOMEM;
        }
        int advice = (int) call.a2();
        if (advice == MADV_DONTNEED) {
            if (space.hasFile(call.a0(), call.a1())) {
                return Errors.EINVAL;
            }
            process.sharedMappings().save(process, call.a0(), roundUp(call.a1()));
            space.zero(call.a0(), call.a1());
            process.sharedMappings().reload(process, call.a0(), roundUp(call.a1()));
        }
        boolean known = advice >= 0 && advice <= MADV_LAST && advice != MADV_REMOVE && !isUnused(advice);
        return known ? 0 : Errors.EINVAL;
    }

    /** Between MADV_FREE and MADV_DONTFORK, and where hugetlb and poisoning begin, there is nothing for us. */
    private static boolean isUnused(int advice) {
        return advice > MADV_WILLNEED_LAST && advice < MADV_FREE;
    }

    /** Everything that is mapped is in memory. */
    private static long mincore(GuestProcess process, Event.Call call) throws BadAddress {
        AddressSpace space = process.space();
        if (call.a0() % GuestMap.PAGE != 0) {
            return Errors.EINVAL;
        }
        if (call.a1() == 0) {
            return 0;
        }
        if (!space.holds(call.a0(), call.a1()) || !space.isMapped(call.a0(), call.a1())) {
            return Errors.ENOMEM;
        }
        byte[] pages = new byte[(int) (roundUp(call.a1()) / GuestMap.PAGE)];
        Arrays.fill(pages, (byte) 1);
        process.memory().write(call.a2(), pages);
        return 0;
    }

    private static long msync(GuestProcess process, Event.Call call) {
        AddressSpace space = process.space();
        int flags = (int) call.a2();
        if (call.a0() % GuestMap.PAGE != 0 || (flags & ~MSYNC_KNOWN) != 0 || (flags & MSYNC_BOTH) == MSYNC_BOTH) {
            return Errors.EINVAL;
        }
        if (call.a1() == 0) {
            return 0;
        }
        if (!space.holds(call.a0(), call.a1()) || !space.isMapped(call.a0(), call.a1())) {
            return Errors.ENOMEM;
        }
        process.sharedMappings().save(process, call.a0(), roundUp(call.a1()));
        return 0;
    }

    /** Guest memory is never swapped out: locking changes nothing. */
    private static long lock(GuestProcess process, Event.Call call, int flags) {
        AddressSpace space = process.space();
        long start = call.a0() / GuestMap.PAGE * GuestMap.PAGE;
        long bytes = call.a1() + (call.a0() - start);
        if ((flags & ~MLOCK_FLAGS) != 0) {
            return Errors.EINVAL;
        }
        if (call.a1() == 0) {
            return 0;
        }
        return space.holds(start, bytes) && space.isMapped(start, bytes) ? 0 : Errors.ENOMEM;
    }

    private static long roundUp(long bytes) {
        return (bytes + GuestMap.PAGE - 1) / GuestMap.PAGE * GuestMap.PAGE;
    }
}
