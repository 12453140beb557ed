package dev.airlock.microvm.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/**
 * The one page of code that a guest finds without loading it, as Linux has it: a shared object with {@code __vdso_clock_gettime},
 * by which a C library reads a clock without a system call. What else Linux has there are calls here, each judged by its own name. Sources: vdso(7); System V ABI, chapters 4 and 5.
 *
 * <p>The code is in ring 3 and the guest's as any other: it can do nothing that the guest could not do by itself, and nothing outside the guest believes
 * what it leaves in {@link ClockPage}.
 */
final class Vdso {
    private static final int PROGRAM_HEADERS = 0x40;
    private static final int DYNAMIC = 0xB0;
    private static final int DYNAMIC_BYTES = 7 * 16;
    private static final int HASH = 0x120;
    private static final int SYMBOLS = 0x140;
    private static final int SYMBOL_BYTES = 24;
    private static final int STRINGS = 0x1A0;
    private static final int CODE = 0x200;
    /** Of a byte. */
    private static final int HEX_DIGITS = 2;

    private static final String NAME = "linux-vdso.so.1";

    /** A function and where it begins in the code. */
    private record Function(String name, int at) {}

    private static final List<Function> FUNCTIONS = List.of(new Function("__vdso_clock_gettime", 0));

    /** Where a guest goes on that is told the time with what it waited for: no function of the object. */
    private static final int RESUME = CODE + 0x11D;

    // Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn, Elf64_Sym of elf.h.
    private static final short ET_DYN = 3;
    private static final short EM_X86_64 = 62;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PF_X_R = 5;
    private static final int PF_R = 4;
    private static final int DT_HASH = 4;
    private static final int DT_STRTAB = 5;
    private static final int DT_SYMTAB = 6;
    private static final int DT_STRSZ = 10;
    private static final int DT_SYMENT = 11;
    private static final int DT_SONAME = 14;
    private static final byte STB_GLOBAL_STT_FUNC = 0x12;
    /** Any section that is there. */
    private static final short DEFINED = 1;

    /**
     * What follows, assembled; C is {@link GuestMap#CLOCK}, and the words are those of {@link ClockPage}.
     *
     * <pre>{@code
     * clock_gettime:                     ; edi: clock, rsi: struct timespec
     *     mov edi, edi
     *     cmp edi, 1                     ; CLOCK_REALTIME, CLOCK_MONOTONIC
     *     ja plain
     *     mov r8, [C+USED]
     *     cmp r8, [C+LIMIT]
     *     jae ask
     *     cmp dword [C+MODE], RECORD
     *     jne play
     *     mov r9, [C+TSC]
     *     lfence
     *     rdtsc
     *     shl rdx, 32
     *     or rax, rdx
     *     sub rax, r9
     *     jae 1f
     *     xor eax, eax
     * 1:  mul qword [C+SCALE]
     *     shrd rax, rdx, 32
     *     add rax, [C+BASE+rdi*8]
     *     cmp r9, [C+TSC]
     *     jne clock_gettime              ; a signal's handler has asked meanwhile
     *     mov rdx, rax
     *     test edi, edi
     *     jnz 2f
     *     bts rdx, 63
     * 2:  mov [C+READINGS+r8*8], rdx
     *     inc qword [C+USED]
     * split:
     *     xor edx, edx
     *     mov ecx, 1000000000
     *     div rcx
     *     mov [rsi], rax
     *     mov [rsi+8], rdx
     *     xor eax, eax
     *     ret
     * play:
     *     mov rax, [C+READINGS+r8*8]
     *     btr rax, 63
     *     setc cl
     *     xor cl, dil                    ; zero if it is another clock's
     *     jz ask
     *     inc qword [C+USED]
     *     jmp split
     * ask:
     *     mov r9, [C+TSC]
     *     mov dword [C+ASKED], 1
     *     mov eax, 228                   ; clock_gettime
     *     syscall
     *     mov ecx, [C+ASKED]
     *     mov dword [C+ASKED], 0
     *     test eax, eax
     *     jnz 2f
     *     cmp ecx, 2                     ; not this call's answer, or none to go on from
     *     jne 1f
     *     rdtsc
     *     shl rdx, 32
     *     or rdx, rax
     *     mov rax, r9
     *     cmpxchg [C+TSC], rdx           ; or a handler has the later answer
     *     jne 1f
     *     mov rax, [C+NEXT]
     *     mov [C+LIMIT], rax
     * 1:  xor eax, eax
     * 2:  cdqe
     *     ret
     * plain:
     *     mov eax, 228
     *     syscall
     *     ret
     * resume:                            ; changes no register and no flag
     *     mov [C+RAX], rax
     *     mov [C+RDX], rdx
     *     rdtsc
     *     mov [C+TSC], eax
     *     mov [C+TSC+4], edx
     *     mov rax, [C+NEXT]
     *     mov [C+LIMIT], rax
     *     mov rax, [C+RAX]
     *     mov rdx, [C+RDX]
     *     jmp rcx                        ; as Stub.CPL3 does
     * }</pre>
     */
    private static final String ASSEMBLED = "89ff83ff010f870a0100004c8b0425082020004c3b0425102020000f83930000"
            + "00833c250020200000756a4c8b0c25182020000faee80f3148c1e2204809d04c29c8730231c048f7242520202000480facd020480304fd282020004c3b0c25"
            + "18202000759b4889c285ff7505480fbaea3f4a8914c58020200048ff04250820200031d2b900ca9a3b48f7f14889064889560831c0c34a8b04c58020200048"
            + "0fbaf03f0f92c14030f9740a48ff042508202000ebcd4c8b0c2518202000c704253820200001000000b8e40000000f058b0c2538202000c704253820200000"
            + "00000085c0752e83f90275270f3148c1e2204809c24c89c8480fb11425182020007510488b042540202000488904251020200031c04898c3b8e40000000f05"
            + "c3488904254820200048891425502020000f31890425182020008914251c202000488b0425402020004889042510202000488b042548202000488b14255020"
            + "2000ffe1";

    private Vdso() {}

    /** Where the page's code takes the counter, and from there goes where RCX says. */
    static long resumeAddress() {
        return GuestMap.VDSO + RESUME;
    }

    /** Whether the processor is in that part of the code. */
    static boolean isResuming(long rip) {
        return rip >= resumeAddress() && rip < GuestMap.VDSO + CODE + ASSEMBLED.length() / HEX_DIGITS;
    }

    /** The page. */
    static byte[] page() {
        ByteBuffer page = ByteBuffer.allocate(GuestMap.PAGE).order(ByteOrder.LITTLE_ENDIAN);
        header(page.slice(0, PROGRAM_HEADERS).order(ByteOrder.LITTLE_ENDIAN));
        page.position(PROGRAM_HEADERS);
        programHeader(page, PT_LOAD, PF_X_R, 0, GuestMap.PAGE, GuestMap.PAGE);
        programHeader(page, PT_DYNAMIC, PF_R, DYNAMIC, DYNAMIC_BYTES, Long.BYTES);
        StringBuilder strings = new StringBuilder("\0").append(NAME).append('\0');
        page.position(SYMBOLS + SYMBOL_BYTES);
        for (Function function : FUNCTIONS) {
            page.putInt(strings.length()).put(STB_GLOBAL_STT_FUNC).put((byte) 0).putShort(DEFINED);
            page.putLong(CODE + function.at()).putLong(0);
            strings.append(function.name()).append('\0');
        }
        page.put(STRINGS, strings.toString().getBytes(US_ASCII));
        page.position(DYNAMIC);
        for (long[] entry : new long[][] {
            {DT_SONAME, 1},
            {DT_HASH, HASH},
            {DT_STRTAB, STRINGS},
            {DT_SYMTAB, SYMBOLS},
            {DT_STRSZ, strings.length()},
            {DT_SYMENT, SYMBOL_BYTES}
        }) {
            page.putLong(entry[0]).putLong(entry[1]);
        }
        hash(page.position(HASH));
        page.put(CODE, HexFormat.of().parseHex(ASSEMBLED));
        return page.array();
    }

    private static void header(ByteBuffer page) {
        page.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1});
        page.position(0x10);
        page.putShort(ET_DYN).putShort(EM_X86_64).putInt(1);
        page.putLong(0).putLong(PROGRAM_HEADERS).putLong(0).putInt(0);
        page.putShort((short) PROGRAM_HEADERS)
                .putShort((short) 56)
                .putShort((short) 2)
                .putShort((short) 64);
    }

    private static void programHeader(ByteBuffer page, int type, int flags, long at, long bytes, long alignment) {
        page.putInt(type)
                .putInt(flags)
                .putLong(at)
                .putLong(at)
                .putLong(at)
                .putLong(bytes)
                .putLong(bytes)
                .putLong(alignment);
    }

    /** One bucket, in which every symbol follows the one before. */
    private static void hash(ByteBuffer page) {
        int symbols = FUNCTIONS.size() + 1;
        page.putInt(1).putInt(symbols).putInt(1).putInt(0);
        for (int symbol = 1; symbol < symbols; symbol++) {
            page.putInt((symbol + 1) % symbols);
        }
    }
}
