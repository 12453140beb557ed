package dev.airlock.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a dynamic linker needs to know of an x86-64 ELF file (System V ABI, gABI 4.1, "Program Loading and Dynamic Linking").
 *
 * @param interpreter PT_INTERP: the program's dynamic linker
 * @param needed DT_NEEDED: library names, in order
 * @param searchPath DT_RUNPATH, or DT_RPATH where there is none: directories, {@code $ORIGIN} not yet replaced
 */
record ElfFile(Optional<String> interpreter, List<String> needed, List<String> searchPath) {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int DT_RPATH = 15;
    private static final int DT_RUNPATH = 29;
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    /** A real one has some forty entries of 16 bytes. */
    private static final int DYNAMIC_BYTES_MAX = 1 << 16;

    private static final int NEEDED_MAX = 512;
    private static final int EM_X86_64 = 62;
    private static final String FIX = "give an x86-64 Linux program or library";

    ElfFile {
        needed = List.copyOf(needed);
        searchPath = List.copyOf(searchPath);
    }

    static boolean isElf(byte[] file) {
        return file.length >= 4 && ByteBuffer.wrap(file).getInt() == 0x7f454c46;
    }

    static ElfFile parse(byte[] file, String thing) throws ImageRejected {
        if (!isElf(file) || file.length < HEADER) {
            throw new ImageRejected(thing, "is no ELF file", FIX);
        }
        try {
            return new Parser(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN)).parse();
        } catch (Malformed | IndexOutOfBoundsException | ArithmeticException e) {
            throw new ImageRejected(thing, "cannot be used: " + e.getMessage(), FIX);
        }
    }

    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private record Segment(int type, long offset, long address, long size) {}

    /** Every offset is checked by the buffer: one outside the file is an IndexOutOfBoundsException. */
    private record Parser(ByteBuffer file) {
        ElfFile parse() throws Malformed {
            if (file.get(4) != 2 || file.get(5) != 1 || file.getShort(18) != EM_X86_64) {
                throw new Malformed("machine %d, class %d, byte order %d; not x86-64"
                        .formatted(file.getShort(18), file.get(4), file.get(5)));
            }
            List<Segment> segments = segments();
            Optional<String> interpreter = Optional.empty();
            Optional<Segment> dynamic = Optional.empty();
            for (Segment segment : segments) {
                if (segment.type() == PT_INTERP) {
                    interpreter = Optional.of(string(segment.offset()));
                } else if (segment.type() == PT_DYNAMIC) {
                    dynamic = Optional.of(segment);
                }
            }
            return dynamic.isPresent()
                    ? withDynamic(interpreter, dynamic.get(), segments)
                    : new ElfFile(interpreter, List.of(), List.of());
        }

        private List<Segment> segments() throws Malformed {
            int size = file.getShort(54) & 0xffff;
            int count = file.getShort(56) & 0xffff;
            if (size != PROGRAM_HEADER || count > 512) {
                throw new Malformed(count + " program headers of " + size + " bytes");
            }
            List<Segment> segments = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int at = index(file.getLong(32)) + i * PROGRAM_HEADER;
                segments.add(new Segment(
                        file.getInt(at), file.getLong(at + 8), file.getLong(at + 16), file.getLong(at + 32)));
            }
            return segments;
        }

        private ElfFile withDynamic(Optional<String> interpreter, Segment dynamic, List<Segment> segments)
                throws Malformed {
            List<Long> names = new ArrayList<>();
            long strings = 0;
            long runPath = -1;
            long rPath = -1;
            int start = index(dynamic.offset());
            int size = index(dynamic.size());
            if (size > DYNAMIC_BYTES_MAX) {
                throw new Malformed("a dynamic part of " + size + " bytes");
            }
            for (int at = start; at + 16 <= start + size && file.getLong(at) != 0; at += 16) {
                long value = file.getLong(at + 8);
                switch ((int) file.getLong(at)) {
                    case DT_NEEDED -> names.add(value);
                    case DT_STRTAB -> strings = offset(value, segments);
                    case DT_RPATH -> rPath = value;
                    case DT_RUNPATH -> runPath = value;
                    default -> {}
                }
            }
            if (names.size() > NEEDED_MAX) {
                throw new Malformed("needs " + names.size() + " libraries");
            }
            List<String> needed = new ArrayList<>();
            for (long name : names) {
                needed.add(libraryName(string(Math.addExact(strings, name))));
            }
            long path = runPath >= 0 ? runPath : rPath;
            return new ElfFile(
                    interpreter,
                    needed,
                    path < 0
                            ? List.of()
                            : List.of(string(Math.addExact(strings, path)).split(":", -1)));
        }

        private static String libraryName(String name) throws Malformed {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
                throw new Malformed("needs a library named \"" + name + "\"");
            }
            return name;
        }

        private static long offset(long address, List<Segment> segments) throws Malformed {
            for (Segment segment : segments) {
                long into = address - segment.address();
                if (segment.type() == PT_LOAD && into >= 0 && into < segment.size()) {
                    return segment.offset() + into;
                }
            }
            throw new Malformed("its string table is in no segment");
        }

        private String string(long offset) throws Malformed {
            int start = index(offset);
            int end = start;
            while (file.get(end) != 0) {
                if (++end - start > PathWalk.PATH_BYTES) {
                    throw new Malformed("a string of over " + PathWalk.PATH_BYTES + " bytes");
                }
            }
            byte[] bytes = new byte[end - start];
            file.get(start, bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private static int index(long offset) throws Malformed {
            if (offset < 0 || offset > Limits.ELF_BYTES) {
                throw new Malformed("an offset of " + Long.toUnsignedString(offset));
            }
            return (int) offset;
        }
    }
}
