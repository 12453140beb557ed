package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.GuestMap;
import java.lang.foreign.MemorySegment;
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
    private static final int MADV_FREE = 8;

    private MemoryCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.BRK, MemoryCalls::brk);
        table.put(Numbers.MMAP, MemoryCalls::mmap);
        table.put(Numbers.MUNMAP, MemoryCalls::munmap);
        table.put(Numbers.MPROTECT, MemoryCalls::mprotect);
        table.put(Numbers.MREMAP, MemoryCalls::mremap);
        table.put(Numbers.MADVISE, MemoryCalls::madvise);
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
                process.space().mapZeros(at, roundUp(bytes), access);
            }
            return at;
        }
        return mapFile(process, call, roundUp(bytes), access);
    }

    private static long mapFile(GuestProcess process, Event.Call call, long bytes, Access access) {
        if (!(process.descriptors().at((int) call.a4()).orElse(null) instanceof OpenFile.Reading file)) {
            return process.descriptors().at((int) call.a4()).isPresent() ? Errors.ENODEV : Errors.EBADF;
        }
        if (((int) call.a3() & MAP_TYPE) != MAP_PRIVATE && access.write()) {
            return Errors.EACCES;
        }
        MemorySegment content = file.node.content();
        long at = place(process, call, bytes);
        if (at >= 0) {
            process.space().mapFile(at, bytes, access, content.asSlice(Math.min(call.a5(), content.byteSize())));
        }
        return at;
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
        if ((int) call.a2() == MADV_DONTNEED) {
            if (space.hasFile(call.a0(), call.a1())) {
                return Errors.EINVAL;
            }
            space.zero(call.a0(), call.a1());
        }
        return (int) call.a2() <= MADV_FREE ? 0 : Errors.EINVAL;
    }

    private static long roundUp(long bytes) {
        return (bytes + GuestMap.PAGE - 1) / GuestMap.PAGE * GuestMap.PAGE;
    }
}
