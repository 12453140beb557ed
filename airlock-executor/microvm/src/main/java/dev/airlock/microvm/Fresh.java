package dev.airlock.microvm;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.GuestMemory;
import dev.airlock.microvm.machine.MachineFailure;
import dev.airlock.microvm.personality.Tape;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * What no two runs of a snapshot may share: the sixteen bytes that the auxiliary vector's AT_RANDOM points to. Source: getauxval(3);
 * System V ABI AMD64, 3.4.1.
 *
 * @param address where the bytes lie; empty if the program was given none
 */
record Fresh(OptionalLong address) {
    private static final int BYTES = 16;
    private static final int AT_NULL = 0;
    private static final int AT_RANDOM = 25;

    /** Looks for the bytes in a stack that no guest has touched yet. */
    static Fresh of(GuestMemory memory, long stack) throws BadAddress {
        long at = stack + Long.BYTES; // over argc
        at = pastZero(memory, at);
        at = pastZero(memory, at);
        for (long type = memory.readLong(at); type != AT_NULL; type = memory.readLong(at)) {
            if (type == AT_RANDOM) {
                return new Fresh(OptionalLong.of(memory.readLong(at + Long.BYTES)));
            }
            at += 2 * Long.BYTES;
        }
        return new Fresh(OptionalLong.empty());
    }

    void write(StateWriter into) {
        into.yes(address.isPresent());
        into.number(address.orElse(0));
    }

    /** What {@link #write} wrote. */
    static Fresh read(GuestMemory memory, StateReader from) throws BadState {
        boolean there = from.yes("whether AT_RANDOM is there");
        long at = from.number("AT_RANDOM");
        try {
            memory.checkWritable(at, there ? BYTES : 0);
        } catch (BadAddress e) {
            throw new BadState("AT_RANDOM: " + e.getMessage());
        }
        return new Fresh(there ? OptionalLong.of(at) : OptionalLong.empty());
    }

    private static long pastZero(GuestMemory memory, long address) throws BadAddress {
        long at = address;
        while (memory.readLong(at) != 0) {
            at += Long.BYTES;
        }
        return at + Long.BYTES;
    }

    /**
     * Gives the next run its own bytes.
     *
     * @param before those of the machine's last run; empty if it had none, or if this one is played
     * @return them; empty if the program was given none
     * @throws BadAddress if the warmed program has taken the page away from itself: then no run may start
     * @throws MachineFailure if they are those of the run before, or the snapshot's own, which stand there: the host repeats itself
     */
    byte[] renew(GuestMemory memory, Tape tape, byte[] before) throws BadAddress {
        if (address.isEmpty()) {
            return new byte[0];
        }
        byte[] bytes = new byte[BYTES];
        tape.fill(bytes);
        if (Arrays.equals(bytes, before) || Arrays.equals(bytes, memory.read(address.getAsLong(), BYTES))) {
            throw new MachineFailure("the host's random bytes are the same as before");
        }
        memory.write(address.getAsLong(), bytes);
        return bytes;
    }
}
