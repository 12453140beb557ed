package dev.airlock.microvm.elf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ELF64 headers. Source of numbers and offsets: System V ABI, chapters 4 and 5; include/uapi/linux/elf.h. */
public final class ElfReader {
    private static final int MAGIC = 0x464C_457F;
    private static final int ELF_HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int MOST_HEADERS = 64;
    private static final int MOST_PATH = 4096;

    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int ET_EXEC = 2;
    private static final int ET_DYN = 3;
    private static final int EM_X86_64 = 62;
    private static final int PT_LOAD = 1;
    private static final int PT_INTERP = 3;

    /** No address of a file may come near to overflowing. */
    private static final long HIGHEST = 1L << 47;

    private final MemorySegment file;

    private ElfReader(MemorySegment file) {
        this.file = file;
    }

    /** @throws ElfRejected for anything but a well-formed x86-64 program or shared object */
    public static ElfProgram read(MemorySegment file) throws ElfRejected {
        return new ElfReader(file).program();
    }

    private ElfProgram program() throws ElfRejected {
        require(file.byteSize() >= ELF_HEADER_BYTES && intAt(0) == MAGIC, "not an ELF file");
        require(byteAt(4) == CLASS_64 && byteAt(5) == LITTLE_ENDIAN, "not a 64-bit little-endian file");
        int type = shortAt(16);
        require(type == ET_EXEC || type == ET_DYN, "neither a program nor a shared object");
        require(shortAt(18) == EM_X86_64, "not for x86-64");
        int count = shortAt(56);
        long table = longAt(32);
        require(count >= 1 && count <= MOST_HEADERS, "1 to 64 program headers, not " + count);
        require(shortAt(54) == PROGRAM_HEADER_BYTES, "program headers of a strange size");
        require(inFile(table, (long) count * PROGRAM_HEADER_BYTES), "program headers outside the file");
        List<ElfSegment> segments = new ArrayList<>();
        Optional<String> interpreter = Optional.empty();
        for (int i = 0; i < count; i++) {
            long header = table + (long) i * PROGRAM_HEADER_BYTES;
            switch (intAt(header)) {
                case PT_LOAD -> segments.add(segment(header));
                case PT_INTERP -> interpreter = Optional.of(interpreter(header));
                default -> {}
            }
        }
        require(!segments.isEmpty(), "nothing to load");
        return new ElfProgram(type == ET_DYN, longAt(24), headersIn(segments, table), count, segments, interpreter);
    }

    private ElfSegment segment(long header) throws ElfRejected {
        long offset = longAt(header + 8);
        long address = longAt(header + 16);
        long fileBytes = longAt(header + 32);
        long memoryBytes = longAt(header + 40);
        require(inFile(offset, fileBytes), "a segment outside the file");
        require(
                address >= 0 && address < HIGHEST && memoryBytes >= fileBytes && memoryBytes < HIGHEST,
                "a segment at a strange place");
        return new ElfSegment(address, offset, fileBytes, memoryBytes, protOf(intAt(header + 4)));
    }

    /** ELF says X W R from the lowest bit, mmap says R W X. */
    private static int protOf(int flags) {
        return ((flags >>> 2) & 1) | (flags & 2) | ((flags & 1) << 2);
    }

    private String interpreter(long header) throws ElfRejected {
        long offset = longAt(header + 8);
        long bytes = longAt(header + 32);
        require(inFile(offset, bytes) && bytes > 1 && bytes <= MOST_PATH, "a strange interpreter");
        byte[] path = file.asSlice(offset, bytes - 1).toArray(JAVA_BYTE);
        return new String(path, StandardCharsets.UTF_8);
    }

    private static long headersIn(List<ElfSegment> segments, long table) {
        return segments.stream()
                .filter(segment -> table >= segment.offset() && table < segment.offset() + segment.fileBytes())
                .mapToLong(segment -> segment.address() + table - segment.offset())
                .findFirst()
                .orElse(0);
    }

    private boolean inFile(long offset, long bytes) {
        return offset >= 0 && bytes >= 0 && offset <= file.byteSize() && bytes <= file.byteSize() - offset;
    }

    private int byteAt(long offset) {
        return file.get(JAVA_BYTE, offset);
    }

    private int shortAt(long offset) {
        return Short.toUnsignedInt(file.get(JAVA_SHORT_UNALIGNED, offset));
    }

    private int intAt(long offset) {
        return file.get(JAVA_INT_UNALIGNED, offset);
    }

    private long longAt(long offset) {
        return file.get(JAVA_LONG_UNALIGNED, offset);
    }

    private static void require(boolean fact, String otherwise) throws ElfRejected {
        if (!fact) {
            throw new ElfRejected(otherwise);
        }
    }
}
