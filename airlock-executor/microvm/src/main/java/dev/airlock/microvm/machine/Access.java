package dev.airlock.microvm.machine;

/** What ring 3 may do with a page. x86 cannot write or execute without reading, so either of those reads too. */
public enum Access {
    NONE(0),
    READ(1),
    READ_WRITE(3),
    READ_EXECUTE(5),
    READ_WRITE_EXECUTE(7);

    // include/uapi/asm-generic/mman-common.h, v6.12.
    private static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;

    /** Every bit of mmap's {@code prot} that this machine knows. */
    public static final long PROT_BITS = PROT_READ | PROT_WRITE | PROT_EXEC;

    private final int bits;

    Access(int bits) {
        this.bits = bits;
    }

    /** The lowest {@code prot} that means this access. */
    int bits() {
        return bits;
    }

    /** From mmap's {@code prot}, whose other bits the caller has refused. */
    public static Access ofProt(long prot) {
        boolean write = (prot & PROT_WRITE) != 0;
        if ((prot & PROT_EXEC) != 0) {
            return write ? READ_WRITE_EXECUTE : READ_EXECUTE;
        }
        if (write) {
            return READ_WRITE;
        }
        return (prot & PROT_READ) != 0 ? READ : NONE;
    }

    public boolean any() {
        return this != NONE;
    }

    public boolean write() {
        return this == READ_WRITE || this == READ_WRITE_EXECUTE;
    }

    public boolean execute() {
        return this == READ_EXECUTE || this == READ_WRITE_EXECUTE;
    }

    /**
     * Whether a processor may remember this access wrongly once it is {@code next}. What is taken away must not stay; what is given
     * may fault once more if it is not known. Source: Intel SDM volume 3, 4.10.4.3.
     */
    boolean isStaleAs(Access next) {
        return any() && this != next;
    }
}
