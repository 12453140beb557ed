package dev.airlock.microvm.machine;

/**
 * The general registers as the guest's program sees them between two instructions: what the machine itself needs of
 * them to leave and to come back does not show. Mutable, a copy.
 */
public final class Registers {
    // In the order of struct kvm_regs.
    public static final int RAX = 0;
    public static final int RBX = 1;
    public static final int RCX = 2;
    public static final int RDX = 3;
    public static final int RSI = 4;
    public static final int RDI = 5;
    public static final int RSP = 6;
    public static final int RBP = 7;
    public static final int R8 = 8;
    public static final int R9 = 9;
    public static final int R10 = 10;
    public static final int R11 = 11;
    public static final int R12 = 12;
    public static final int R13 = 13;
    public static final int R14 = 14;
    public static final int R15 = 15;
    public static final int RIP = 16;
    public static final int RFLAGS = 17;
    public static final int COUNT = 18;

    private final long[] values;

    /** @param values in the order of the constants; copied */
    public Registers(long[] values) {
        if (values.length != COUNT) {
            throw new IllegalArgumentException("there are 18 registers, not " + values.length);
        }
        this.values = values.clone();
    }

    public long get(int register) {
        return values[register];
    }

    public void set(int register, long value) {
        values[register] = value;
    }

    /** All of them, in the order of the constants. */
    public long[] values() {
        return values.clone();
    }
}
