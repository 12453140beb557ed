package dev.airlock.microvm.personality;

/**
 * A program in memory, ready to start.
 *
 * @param entry where the processor starts
 * @param stack its stack pointer
 * @param stackBytes how large the stack may grow
 * @param heapStart where brk begins
 */
public record LoadedProgram(long entry, long stack, long stackBytes, long heapStart) {}
