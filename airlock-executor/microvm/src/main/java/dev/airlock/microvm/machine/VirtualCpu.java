package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import java.util.Optional;

/** What the personality may do with the processor while the guest stands still. On the machine's thread. */
public interface VirtualCpu {
    /** The result of the call under way; the guest sees it when it runs on. */
    void answer(long result);

    /** Sets FS.base, which holds a thread's own data. */
    void fsBase(long address) throws Errno;

    /**
     * The registers as the guest's program sees them, a call under way counted as made; nothing while the guest is in the
     * machine's own few instructions.
     */
    Optional<Registers> registers() throws Errno;

    /**
     * Where the guest goes on, in ring 3 whatever the values: the caller has checked that the instruction pointer lies in
     * the guest's memory, and that the flags are those a program may set.
     */
    void registers(Registers next) throws Errno;

    /** The FPU and vector state, 4096 bytes in XSAVE's standard form. Source: Intel SDM volume 1, 13.4. */
    byte[] vectors() throws Errno;

    /** Sets what {@link #vectors} tells. Throws when the processor does not take it. */
    void vectors(byte[] state) throws Errno;
}
