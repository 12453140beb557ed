package dev.airlock.microvm.elf;

/**
 * One PT_LOAD.
 *
 * @param address where it goes, before moving
 * @param offset where its bytes lie in the file
 * @param fileBytes how many of them there are
 * @param memoryBytes how much memory it takes; zeros after the file's bytes
 * @param prot as mmap's {@code prot}
 */
public record ElfSegment(long address, long offset, long fileBytes, long memoryBytes, int prot) {
    public long end() {
        return address + memoryBytes;
    }
}
