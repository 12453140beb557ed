/**
 * ELF files as the guest's image holds them: parsed with every offset checked, never run or mapped here.
 *
 * <p>Rule of the room: bytes in, a record or {@code ElfRejected} out.
 */
package dev.airlock.microvm.elf;
