package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.TempFile;
import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.GuestMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Files in memory that are mapped and shared. A mapping is a copy; the two are brought together whenever a call could
 * tell the difference, so one mapping and its file always agree, and two mappings of one file do after a call on it.
 */
final class SharedMappings {
    private static final int MOST = 64;

    /** Holes in mappings split them; a part beyond this many is no longer shared. */
    private static final int PARTS_MAX = 4 * MOST;

    private record Mapping(TempFile file, long address, long bytes, long offset) {
        boolean meets(long at, long count) {
            return at < address + bytes && address < at + count;
        }

        long end() {
            return address + bytes;
        }
    }

    private final List<Mapping> mappings = new ArrayList<>();

    SharedMappings copy(Copies copies) {
        SharedMappings copy = new SharedMappings();
        for (Mapping one : mappings) {
            copy.mappings.add(new Mapping((TempFile) copies.inode(one.file), one.address, one.bytes, one.offset));
        }
        return copy;
    }

    /** Remembers one more, whose content is in place; ENOMEM when there are too many. */
    long add(TempFile file, long address, long bytes, long offset) {
        if (!hasRoom()) {
            return Errors.ENOMEM;
        }
        file.opened();
        mappings.add(new Mapping(file, address, bytes, offset));
        return 0;
    }

    boolean isEmpty() {
        return mappings.isEmpty();
    }

    boolean hasRoom() {
        return mappings.size() < MOST;
    }

    /** Whether part of the range is one of them. */
    boolean meet(long address, long bytes) {
        return mappings.stream().anyMatch(one -> one.meets(address, bytes));
    }

    /** What the guest wrote into mappings of this part of a file is in the file afterwards. */
    void toFile(GuestProcess process, TempFile file, long position, long bytes) {
        for (Mapping one : mappings) {
            if (one.file == file) {
                long from = Math.max(position, one.offset);
                long to = Math.min(Math.min(end(position, bytes), one.offset + one.bytes), file.bytes());
                save(process, one, from, to);
            }
        }
    }

    /** What was written into the file is in its mappings afterwards. */
    void fromFile(GuestProcess process, TempFile file, long position, long bytes) {
        for (Mapping one : mappings) {
            if (one.file == file) {
                long from = Math.max(position, one.offset);
                load(process, one, from, Math.min(end(position, bytes), one.offset + one.bytes));
            }
        }
    }

    /** As msync does for a range of memory. */
    void save(GuestProcess process, long address, long bytes) {
        for (Mapping one : mappings) {
            if (one.meets(address, bytes)) {
                long from = Math.max(address, one.address) - one.address + one.offset;
                long to = Math.min(address + bytes, one.end()) - one.address + one.offset;
                save(process, one, from, Math.min(to, one.file.bytes()));
            }
        }
    }

    /** Puts the file's content back into a range of memory. */
    void reload(GuestProcess process, long address, long bytes) {
        for (Mapping one : mappings) {
            if (one.meets(address, bytes)) {
                long from = Math.max(address, one.address) - one.address + one.offset;
                load(process, one, from, Math.min(address + bytes, one.end()) - one.address + one.offset);
            }
        }
    }

    /** Saves a range and forgets it: it is about to be mapped anew, or not at all. */
    void forget(GuestProcess process, long address, long bytes) {
        if (!meet(address, bytes)) {
            return;
        }
        save(process, address, bytes);
        List<Mapping> before = new ArrayList<>(mappings);
        mappings.clear();
        for (Mapping one : before) {
            if (!one.meets(address, bytes)) {
                mappings.add(one);
                continue;
            }
            keep(one, one.address, Math.min(one.end(), address));
            keep(one, Math.max(one.address, address + bytes), one.end());
            one.file.closed();
        }
    }

    private void keep(Mapping one, long from, long to) {
        if (from < to && mappings.size() < PARTS_MAX) {
            one.file.opened();
            mappings.add(new Mapping(one.file, from, to - from, one.offset + from - one.address));
        }
    }

    private static void save(GuestProcess process, Mapping mapping, long from, long to) {
        byte[] before = new byte[GuestMap.PAGE];
        for (long at = from; at < to; ) {
            int part = (int) Math.min(GuestMap.PAGE - at % GuestMap.PAGE, to - at);
            try {
                byte[] now = process.memory().read(mapping.address + at - mapping.offset, part);
                mapping.file.read(at, before, 0, part);
                if (!Arrays.equals(now, 0, part, before, 0, part)) {
                    mapping.file.write(at, now, part, process.wallNanos());
                }
            } catch (BadAddress e) {
                // The guest itself cannot read that page any more: what it held was saved when it could.
                return;
            }
            at += part;
        }
    }

    private static void load(GuestProcess process, Mapping mapping, long from, long to) {
        byte[] page = new byte[GuestMap.PAGE];
        for (long at = from; at < to; ) {
            int part = (int) Math.min(GuestMap.PAGE - at % GuestMap.PAGE, to - at);
            mapping.file.read(at, page, 0, part);
            write(process.space(), mapping.address + at - mapping.offset, Arrays.copyOf(page, part));
            at += part;
        }
    }

    /** Writes within one page, whatever the guest itself may do there. */
    static void write(AddressSpace space, long address, byte[] bytes) {
        long page = address / GuestMap.PAGE * GuestMap.PAGE;
        if (bytes.length == 0 || !space.isMapped(page, GuestMap.PAGE)) {
            return;
        }
        Access access = space.access(page);
        try {
            if (access.write()) {
                space.memory().write(address, bytes);
                return;
            }
            space.protect(page, GuestMap.PAGE, Access.READ_WRITE);
            space.memory().write(address, bytes);
            space.protect(page, GuestMap.PAGE, access);
        } catch (BadAddress e) {
            throw new IllegalStateException("a page that was just made writable", e);
        }
    }

    private static long end(long position, long bytes) {
        return position > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : position + bytes;
    }
}
