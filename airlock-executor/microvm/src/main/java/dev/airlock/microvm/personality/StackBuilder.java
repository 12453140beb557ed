package dev.airlock.microvm.personality;

import dev.airlock.microvm.elf.ElfRejected;
import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.GuestMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The first stack: strings, then argc, argv, envp, auxv. Source: System V ABI AMD64, 3.4.1; linux/auxvec.h. */
final class StackBuilder {
    private static final long LARGEST = 8L << 20;
    /** A stack takes at most a sixteenth of memory. */
    private static final int SHARE = 16;

    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int AT_NULL = 0;
    private static final int AT_SYSINFO_EHDR = 33;
    private static final int AT_PHDR = 3;
    private static final int AT_PHENT = 4;
    private static final int AT_PHNUM = 5;
    private static final int AT_PAGESZ = 6;
    private static final int AT_BASE = 7;
    private static final int AT_FLAGS = 8;
    private static final int AT_ENTRY = 9;
    private static final int AT_UID = 11;
    private static final int AT_EUID = 12;
    private static final int AT_GID = 13;
    private static final int AT_EGID = 14;
    private static final int AT_CLKTCK = 17;
    private static final int AT_SECURE = 23;
    private static final int AT_RANDOM = 25;
    private static final int AT_EXECFN = 31;
    private static final long NOBODY = 65534;

    private final AddressSpace space;
    private final long bytes;
    private long pointer;

    private StackBuilder(AddressSpace space, long bytes) {
        this.space = space;
        this.bytes = bytes;
        this.pointer = space.bytes();
    }

    /** Takes the stack from the top of memory; below it one page stays for ever without access. */
    static StackBuilder reserve(AddressSpace space) throws ElfRejected {
        long bytes = Math.min(LARGEST, space.bytes() / SHARE);
        long start = space.bytes() - bytes;
        if (!space.isFree(start - GuestMap.PAGE, bytes + GuestMap.PAGE)) {
            throw new ElfRejected("the program leaves no room for a stack");
        }
        space.mapZeros(start, bytes, Access.READ_WRITE);
        space.mapZeros(start - GuestMap.PAGE, GuestMap.PAGE, Access.NONE);
        return new StackBuilder(space, bytes);
    }

    long bytes() {
        return bytes;
    }

    /** Writes everything and returns the stack pointer. */
    long build(List<String> arguments, List<String> environment, Auxiliary program, Tape tape) throws BadAddress {
        List<Long> words = new ArrayList<>();
        List<Long> argumentAddresses = push(arguments);
        words.add((long) arguments.size());
        words.addAll(argumentAddresses);
        words.add(0L);
        words.addAll(push(environment));
        words.add(0L);
        byte[] random = new byte[16];
        tape.fill(random);
        long randomAt = push(random);
        addAuxiliary(words, program, randomAt, argumentAddresses.getFirst());
        ByteBuffer buffer = ByteBuffer.allocate(words.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(buffer::putLong);
        pointer = (pointer - buffer.capacity()) / 16 * 16;
        space.memory().write(pointer, buffer.array());
        return pointer;
    }

    private static void addAuxiliary(List<Long> words, Auxiliary program, long randomAt, long pathAt) {
        long[][] entries = {
            {AT_PHDR, program.headers()},
            {AT_PHENT, PROGRAM_HEADER_BYTES},
            {AT_PHNUM, program.headerCount()},
            {AT_PAGESZ, GuestMap.PAGE},
            {AT_BASE, program.interpreterBase()},
            {AT_FLAGS, 0},
            {AT_ENTRY, program.entry()},
            {AT_UID, NOBODY},
            {AT_EUID, NOBODY},
            {AT_GID, NOBODY},
            {AT_EGID, NOBODY},
            {AT_SECURE, 0},
            {AT_CLKTCK, TimeCalls.TICKS_PER_SECOND},
            {AT_RANDOM, randomAt},
            {AT_EXECFN, pathAt},
            {AT_SYSINFO_EHDR, program.vdso()},
            {AT_NULL, 0}
        };
        for (long[] entry : entries) {
            words.add(entry[0]);
            words.add(entry[1]);
        }
    }

    private List<Long> push(List<String> strings) throws BadAddress {
        List<Long> addresses = new ArrayList<>();
        for (String string : strings) {
            addresses.add(push((string + "\0").getBytes(StandardCharsets.UTF_8)));
        }
        return addresses;
    }

    private long push(byte[] piece) throws BadAddress {
        pointer -= piece.length;
        space.memory().write(pointer, piece);
        return pointer;
    }
}
