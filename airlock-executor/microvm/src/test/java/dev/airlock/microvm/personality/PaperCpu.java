package dev.airlock.microvm.personality;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.machine.Registers;
import dev.airlock.microvm.machine.VirtualCpu;
import java.util.Optional;

/** A processor that only remembers what it was told. */
final class PaperCpu implements VirtualCpu {
    private static final int VECTOR_BYTES = 4096;

    long[] values = new long[Registers.COUNT];
    byte[] vectors = new byte[VECTOR_BYTES];
    boolean refusesVectors;
    long fsBase;

    @Override
    public void answer(long result) {
        values[Registers.RAX] = result;
    }

    @Override
    public void fsBase(long address) {
        fsBase = address;
    }

    @Override
    public Optional<Registers> registers() {
        return Optional.of(new Registers(values));
    }

    @Override
    public void registers(Registers next) {
        values = next.values();
    }

    @Override
    public byte[] vectors() {
        return vectors.clone();
    }

    @Override
    public void vectors(byte[] state) throws Errno {
        if (refusesVectors) {
            throw new Errno("KVM_SET_XSAVE", Errno.EINVAL);
        }
        vectors = state.clone();
    }
}
