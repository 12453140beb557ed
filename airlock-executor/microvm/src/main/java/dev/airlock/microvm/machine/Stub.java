package dev.airlock.microvm.machine;

/** The few bytes at LSTAR that turn a system call into an exit; which one, a probe decides at start. */
public enum Stub {
    /** VT-x and SVM: SYSCALL enters ring 0, {@code out 0x10,al; sysretq}. */
    STANDARD("standard", 0, 0xE6, 0x10, 0x48, 0x0F, 0x07),
    /** PVM, where SYSCALL stays in ring 3: {@code out 0x10,al; jmp *rcx}. */
    CPL3("cpl3", 3, 0xE6, 0x10, 0xFF, 0xE1);

    /** Length of {@code out 0x10,al}: some KVMs show the address before it at the exit, some the one after. */
    private static final int OUT_BYTES = 2;

    private final String text;
    private final int privilege;
    private final byte[] code;

    Stub(String text, int privilege, int... code) {
        this.text = text;
        this.privilege = privilege;
        this.code = new byte[code.length];
        for (int i = 0; i < code.length; i++) {
            this.code[i] = (byte) code[i];
        }
    }

    /** {@code standard} or {@code cpl3}. */
    public String text() {
        return text;
    }

    int privilege() {
        return privilege;
    }

    byte[] code() {
        return code.clone();
    }

    /** Where the stub has made its OUT, and goes back to the guest next. */
    long pastOut() {
        return GuestMap.STUB + OUT_BYTES;
    }

    /** Whether the processor stands there. */
    boolean isPastOut(long rip) {
        return rip == pastOut();
    }

    /** Whether an exit with this instruction pointer came from the stub's own OUT. */
    boolean left(long rip) {
        return rip == GuestMap.STUB || isPastOut(rip);
    }
}
