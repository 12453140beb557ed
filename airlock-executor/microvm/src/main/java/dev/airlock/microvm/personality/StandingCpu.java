package dev.airlock.microvm.personality;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.machine.Registers;
import dev.airlock.microvm.machine.VirtualCpu;
import java.util.Optional;

/** The processor of a process that stands still: nobody makes it do anything. */
enum StandingCpu implements VirtualCpu {
    INSTANCE;

    private static final String STILL = "a process that stands still makes no calls";

    @Override
    public void answer(long result) {
        throw new IllegalStateException(STILL);
    }

    @Override
    public void fsBase(long address) {
        throw new IllegalStateException(STILL);
    }

    @Override
    public Optional<Registers> registers() {
        throw new IllegalStateException(STILL);
    }

    @Override
    public void registers(Registers next) throws Errno {
        throw new IllegalStateException(STILL);
    }

    @Override
    public byte[] vectors() {
        throw new IllegalStateException(STILL);
    }

    @Override
    public void vectors(byte[] state) {
        throw new IllegalStateException(STILL);
    }
}
