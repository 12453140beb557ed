package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Which pages of a mapping hold anything at all: the file /proc/self/pagemap, which every Linux has. A witness that is
 * independent of {@link PagemapScan} and of KVM. Source: Documentation/admin-guide/mm/pagemap.rst, v6.12.
 */
public final class Pagemap implements AutoCloseable {
    static final String FILE = "/proc/self/pagemap";
    // include/uapi/asm-generic/fcntl.h, v6.12.
    static final int O_RDONLY_CLOEXEC = 0x80000;

    private static final int PAGE = 4096;
    private static final int PRESENT_OR_SWAPPED_SHIFT = 62;
    /** Entries read at a time. */
    private static final int CHUNK = 8192;

    private final Descriptor pagemap;

    private Pagemap(Descriptor pagemap) {
        this.pagemap = pagemap;
    }

    public static Pagemap open() throws Errno {
        return new Pagemap(new Descriptor(Libc.open(FILE, O_RDONLY_CLOEXEC)));
    }

    /** The pages of {@code mapping} that are mapped or swapped out. All others are what the mapping's file holds there. */
    public BitSet held(MemorySegment mapping) throws Errno {
        int pages = (int) (mapping.byteSize() / PAGE);
        BitSet held = new BitSet(pages);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entries = arena.allocate((long) CHUNK * Long.BYTES, Long.BYTES);
            for (int page = 0; page < pages; page += CHUNK) {
                int count = Math.min(CHUNK, pages - page);
                read(entries, mapping.address() / PAGE + page, count);
                for (int i = 0; i < count; i++) {
                    long entry = entries.get(JAVA_LONG_UNALIGNED, (long) i * Long.BYTES);
                    held.set(page + i, entry >>> PRESENT_OR_SWAPPED_SHIFT != 0);
                }
            }
        }
        return held;
    }

    private void read(MemorySegment into, long firstPage, int count) throws Errno {
        long wanted = (long) count * Long.BYTES;
        long done = 0;
        while (done < wanted) {
            long more = Libc.pread(pagemap.number(), into.asSlice(done, wanted - done), firstPage * Long.BYTES + done);
            if (more == 0) {
                throw new Errno("reading " + FILE, Errno.EINVAL);
            }
            done += more;
        }
    }

    @Override
    public void close() {
        pagemap.close();
    }
}
