package dev.airlock.microvm.personality;

/**
 * What the auxiliary vector says of the program.
 *
 * @param headers address of the program headers
 * @param headerCount how many
 * @param interpreterBase where the dynamic loader lies, 0 without one
 * @param entry the program's own entry
 * @param vdso where the code lies by which it reads its clock, 0 without any
 */
record Auxiliary(long headers, int headerCount, long interpreterBase, long entry, long vdso) {}
