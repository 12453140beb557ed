package dev.airlock.microvm;

/**
 * A system call that a guest makes, decoded once for monitor and answer alike.
 *
 * @param number as in arch/x86/entry/syscalls/syscall_64.tbl; may be any number, known or not
 * @param a0 to a5: the arguments as the registers hold them; pointers are guest addresses and nothing to follow
 * @param foreignCode the call would make memory executable that is no unmodified file of the image
 */
public record SyscallCall(int number, long a0, long a1, long a2, long a3, long a4, long a5, boolean foreignCode) {}
