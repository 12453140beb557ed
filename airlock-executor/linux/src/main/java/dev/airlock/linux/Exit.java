package dev.airlock.linux;

/** Why a vCPU left {@code KVM_RUN}; each case mirrors one KVM_EXIT_ constant of include/uapi/linux/kvm.h, v6.12. */
public sealed interface Exit {
    int KVM_EXIT_IO = 2;
    int KVM_EXIT_HLT = 5;
    int KVM_EXIT_MMIO = 6;
    int KVM_EXIT_SHUTDOWN = 8;
    int KVM_EXIT_FAIL_ENTRY = 9;
    int KVM_EXIT_INTR = 10;
    int KVM_EXIT_INTERNAL_ERROR = 17;
    int KVM_EXIT_IO_OUT = 1;

    /**
     * Port input or output.
     *
     * @param out true for OUT, false for IN
     * @param size bytes at a time: 1, 2 or 4
     * @param port 0 to 65535
     * @param count how many at once; more than 1 for a string instruction
     */
    record Io(boolean out, int size, int port, int count) implements Exit {}

    /** KVM_EXIT_HLT. */
    record Halted() implements Exit {}

    /** An access to a guest-physical address that no memory slot covers. */
    record Mmio(long address, int bytes, boolean write) implements Exit {}

    /** A triple fault. */
    record Shutdown() implements Exit {}

    /** The hardware refused the vCPU's state. */
    record FailedEntry(long hardwareReason) implements Exit {}

    /** KVM gave up; 1 is an instruction that it could not emulate. */
    record GaveUp(int suberror) implements Exit {}

    /** A signal came, before or during the run (EINTR or KVM_EXIT_INTR). */
    record Interrupted() implements Exit {}

    /** Any other exit, by its number. */
    record Other(int reason) implements Exit {}
}
