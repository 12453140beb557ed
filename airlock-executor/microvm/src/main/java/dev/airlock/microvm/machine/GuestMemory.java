package dev.airlock.microvm.machine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The guest's memory as its system calls see it: every access is checked against what the guest itself may do there.
 * Used on the thread that runs the guest, while the guest stands still.
 */
public final class GuestMemory {
    private final MemorySegment memory;
    private final PageBook book;
    private final PageSet written;

    /** @param written takes every page that is written here */
    GuestMemory(MemorySegment memory, PageBook book, PageSet written) {
        this.memory = memory;
        this.book = book;
        this.written = written;
    }

    /** Copies guest memory out. */
    public byte[] read(long address, long bytes) throws BadAddress {
        check(address, bytes, false);
        return bytes == 0 ? new byte[0] : memory.asSlice(address, bytes).toArray(JAVA_BYTE);
    }

    public long readLong(long address) throws BadAddress {
        check(address, Long.BYTES, false);
        return memory.get(JAVA_LONG_UNALIGNED, address);
    }

    public int readInt(long address) throws BadAddress {
        check(address, Integer.BYTES, false);
        return memory.get(JAVA_INT_UNALIGNED, address);
    }

    /**
     * Copies a C string out, without its end.
     *
     * @param most bytes to look at; what has no end by then comes back with {@code most} bytes
     */
    public byte[] readString(long address, int most) throws BadAddress {
        byte[] bytes = new byte[most];
        for (int i = 0; i < most; i++) {
            if (i == 0 || (address + i) % GuestMap.PAGE == 0) {
                check(address + i, 1, false);
            }
            bytes[i] = memory.get(JAVA_BYTE, address + i);
            if (bytes[i] == 0) {
                return Arrays.copyOf(bytes, i);
            }
        }
        return bytes;
    }

    /** Copies into guest memory. */
    public void write(long address, byte[] bytes) throws BadAddress {
        write(address, MemorySegment.ofArray(bytes));
    }

    /** Copies into guest memory. */
    public void write(long address, MemorySegment bytes) throws BadAddress {
        claim(address, bytes.byteSize());
        if (bytes.byteSize() > 0) {
            memory.asSlice(address, bytes.byteSize()).copyFrom(bytes);
        }
    }

    public void writeLong(long address, long value) throws BadAddress {
        claim(address, Long.BYTES);
        memory.set(JAVA_LONG_UNALIGNED, address, value);
    }

    public void writeInt(long address, int value) throws BadAddress {
        claim(address, Integer.BYTES);
        memory.set(JAVA_INT_UNALIGNED, address, value);
    }

    /** Throws unless the guest itself could write there. */
    public void checkWritable(long address, long bytes) throws BadAddress {
        check(address, bytes, true);
    }

    /** The range is about to be written. */
    private void claim(long address, long bytes) throws BadAddress {
        check(address, bytes, true);
        written.addBytes(address, bytes);
    }

    private void check(long address, long bytes, boolean write) throws BadAddress {
        long size = memory.byteSize();
        if (bytes == 0) {
            return;
        }
        if (bytes < 0 || address < GuestMap.USER_FLOOR || address > size || bytes > size - address) {
            throw new BadAddress(address, bytes);
        }
        int last = (int) ((address + bytes - 1) / GuestMap.PAGE);
        for (int page = (int) (address / GuestMap.PAGE); page <= last; page++) {
            Access access = book.access(page);
            if (!access.any() || (write && !access.write())) {
                throw new BadAddress(address, bytes);
            }
        }
    }
}
