package dev.airlock.microvm.machine;

/** Where everything lies in the guest. Virtual and physical addresses are the same; only addresses live here. */
public final class GuestMap {
    /** The only page size used. */
    public static final int PAGE = 4096;

    /** One page table covers this much. */
    static final long TABLE_COVERS = 512L * PAGE;

    // The first page stays unmapped for the guest as all of the first 2 MiB do: supervisor only.
    static final long PML4 = PAGE;
    static final long PDPT = PML4 + PAGE;
    static final long PAGE_DIRECTORY = PDPT + PAGE;

    static final long GDT = 0x8000;
    static final long TSS = GDT + PAGE;
    static final long IDT = TSS + PAGE;

    /** One gate's code is 16 bytes apart from the next; 32 gates. */
    static final long GATES = 0x10000;

    static final int GATE_BYTES = 16;
    static final int GATE_COUNT = 32;

    /** The one page of stack on which a gate finds the frame of the fault. */
    static final long FAULT_STACK = GATES + 0x8000;

    static final long FAULT_STACK_TOP = FAULT_STACK + PAGE;

    /** Page tables for the largest guest: 512 MiB / 2 MiB = 256 pages = 1 MiB. */
    static final long PAGE_TABLES = 0x100000;

    /** Where the system call stub lies; the guest may at most execute it. */
    static final long STUB = PAGE_TABLES + 0x100000;

    /** The program's own page of code that is no file's: how it reads its clock without leaving. See {@link Vdso}. */
    public static final long VDSO = STUB + PAGE;

    /** What that code reads and writes, as may the guest: see {@link ClockPage}. */
    static final long CLOCK = VDSO + PAGE;

    /** Below this the guest maps nothing. */
    public static final long USER_FLOOR = STUB + 0x10000;

    /** Where a position-independent program is put. */
    public static final long PROGRAM = 0x400000;

    private GuestMap() {}

    /** Whether an instruction of the guest's own may lie there. */
    public static boolean isProgram(long address) {
        return address >= USER_FLOOR || (address >= VDSO && address < VDSO + PAGE);
    }
}
