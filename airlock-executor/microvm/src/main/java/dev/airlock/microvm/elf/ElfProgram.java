package dev.airlock.microvm.elf;

import java.util.List;
import java.util.Optional;

/**
 * A static or dynamic x86-64 program.
 *
 * @param movable true for ET_DYN: it may be put anywhere
 * @param entry where it starts, before moving
 * @param headers address of the program headers in memory, before moving; 0 if no segment holds them
 * @param headerCount how many program headers there are
 * @param segments what to put into memory, in the file's order, at least one
 * @param interpreter the path of the dynamic loader, if it wants one
 */
public record ElfProgram(
        boolean movable,
        long entry,
        long headers,
        int headerCount,
        List<ElfSegment> segments,
        Optional<String> interpreter) {
    public ElfProgram {
        segments = List.copyOf(segments);
    }

    /** The first byte that a segment needs. */
    public long start() {
        return segments.stream().mapToLong(ElfSegment::address).min().orElse(0);
    }

    /** The byte after the last that a segment needs. */
    public long end() {
        return segments.stream().mapToLong(ElfSegment::end).max().orElse(0);
    }
}
