/**
 * The bare machine: guest memory, its page and descriptor tables, one virtual processor. It knows that a guest makes
 * system calls and faults, and nothing of what the calls mean.
 *
 * <p>Rule of the room: an exit that is not exactly a system call or a fault ends the guest, and no address from the
 * guest is used before it was checked against the page book.
 */
package dev.airlock.microvm.machine;
