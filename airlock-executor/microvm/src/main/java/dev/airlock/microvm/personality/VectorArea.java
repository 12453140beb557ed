package dev.airlock.microvm.personality;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The FPU and vector state as a signal frame holds it: XSAVE's standard form up to PKRU, with Linux's words about it in the
 * bytes that FXSAVE leaves to software. Source: arch/x86/include/uapi/asm/sigcontext.h, v6.12; Intel SDM volume 1, 13.4.
 */
final class VectorArea {
    /** Legacy area, header, AVX, bound registers, AVX-512, PKRU. */
    private static final int STATE_BYTES = 2696;

    /** With the second magic number behind it. */
    static final int BYTES = STATE_BYTES + Integer.BYTES;

    private static final int MXCSR = 24;
    private static final int MXCSR_MASK = 28;
    private static final int MXCSR_USUAL = 0xFFBF;
    private static final int MXCSR_START = 0x1F80;
    private static final int CONTROL_WORD_START = 0x37F;
    private static final int LEGACY_BYTES = 512;
    private static final int SOFTWARE = 464;
    private static final int MAGIC_1 = 0x4650_5853;
    private static final int MAGIC_2 = 0x4650_5845;
    private static final int PRESENT = 512;
    private static final int HEADER_REST = 520;
    private static final int HEADER_END = 576;

    /** x87 and SSE: what the legacy area holds. */
    private static final long LEGACY = 3;

    /** x87, SSE, AVX, AVX-512, PKRU: what a guest may have at all. */
    private static final long ALLOWED = 0x2E7;

    private final byte[] state;

    private VectorArea(byte[] state) {
        this.state = state;
    }

    /** @param state what the processor holds now */
    static VectorArea of(byte[] state) {
        return new VectorArea(state);
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** As it goes into a frame. */
    byte[] framed() {
        byte[] frame = Arrays.copyOf(state, BYTES);
        ByteBuffer buffer = over(frame);
        buffer.position(SOFTWARE);
        buffer.putInt(MAGIC_1).putInt(BYTES).putLong(ALLOWED).putInt(STATE_BYTES);
        buffer.putInt(STATE_BYTES, MAGIC_2);
        return frame;
    }

    /** What the processor shall hold after a frame's bytes, which are anybody's: nothing in them can make it fault. */
    byte[] restored(byte[] frame) {
        ByteBuffer from = over(frame);
        boolean whole = from.getInt(SOFTWARE) == MAGIC_1
                && from.getInt(SOFTWARE + 4) == BYTES
                && from.getInt(SOFTWARE + 16) == STATE_BYTES
                && from.getInt(STATE_BYTES) == MAGIC_2;
        byte[] next = whole ? Arrays.copyOf(frame, state.length) : initial();
        System.arraycopy(frame, 0, next, 0, LEGACY_BYTES);
        ByteBuffer into = over(next);
        into.putInt(STATE_BYTES, 0);
        Arrays.fill(next, SOFTWARE, LEGACY_BYTES, (byte) 0);
        Arrays.fill(next, HEADER_REST, HEADER_END, (byte) 0);
        into.putLong(PRESENT, whole ? from.getLong(PRESENT) & ALLOWED : LEGACY);
        int known = over(state).getInt(MXCSR_MASK);
        int mask = known == 0 ? MXCSR_USUAL : known;
        into.putInt(MXCSR, into.getInt(MXCSR) & mask).putInt(MXCSR_MASK, known);
        return next;
    }

    /** The state a program starts with. */
    byte[] initial() {
        byte[] next = new byte[state.length];
        ByteBuffer into = over(next);
        into.putShort(0, (short) CONTROL_WORD_START).putInt(MXCSR, MXCSR_START);
        into.putInt(MXCSR_MASK, over(state).getInt(MXCSR_MASK)).putLong(PRESENT, LEGACY);
        return next;
    }
}
