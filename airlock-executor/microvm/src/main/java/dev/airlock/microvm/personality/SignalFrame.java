package dev.airlock.microvm.personality;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.GuestMap;
import dev.airlock.microvm.machine.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * struct rt_sigframe on the guest's stack: written before a handler, read when it returns. What is read was written by
 * the guest, whatever it looks like. Source: arch/x86/include/asm/sigframe.h and uapi/asm/sigcontext.h, v6.12.
 */
final class SignalFrame {
    private static final int RED_ZONE = 128;
    private static final int VECTORS_ALIGNED = 64;
    private static final int FRAME_ALIGNED = 16;

    // struct rt_sigframe: the restorer's address, struct ucontext, siginfo_t.
    private static final int CONTEXT = Long.BYTES;
    private static final int STACK = CONTEXT + 16;
    private static final int MACHINE = STACK + SignalStack.BYTES;
    private static final int MASK = MACHINE + 256;
    private static final int SIGINFO = MASK + Long.BYTES;
    private static final int BYTES = SIGINFO + 128;

    // struct sigcontext: sixteen registers in its own order, then these.
    private static final int FLAGS_AT = MACHINE + 17 * 8;
    private static final int SEGMENTS_AT = FLAGS_AT + 8;
    private static final int VECTORS_AT = SEGMENTS_AT + 5 * 8;

    /** UC_FP_XSTATE, UC_SIGCONTEXT_SS, UC_STRICT_RESTORE_SS. */
    private static final long CONTEXT_FLAGS = 7;

    private static final long USER_SEGMENTS = 0x2BL << 48 | 0x33;

    private static final int[] ORDER = {
        Registers.R8, Registers.R9, Registers.R10, Registers.R11, Registers.R12, Registers.R13, Registers.R14,
        Registers.R15, Registers.RDI, Registers.RSI, Registers.RBP, Registers.RBX, Registers.RDX, Registers.RAX,
        Registers.RCX, Registers.RSP, Registers.RIP
    };

    /** CF PF AF ZF SF DF OF: neither TF, which would fault, nor IOPL, IF, NT, AC, RF or VM. */
    private static final long FLAGS_ALLOWED = 0xCD5;

    /** The bit that is always set. */
    private static final long FLAGS_FIXED = 2;

    private static final long DIRECTION = 0x400;

    private final GuestProcess process;

    SignalFrame(GuestProcess process) {
        this.process = process;
    }

    /** Puts a frame below the stack pointer, and points the registers at the handler. */
    void enter(Registers registers, Signal signal, SignalAction action, long mask) throws BadAddress, Errno {
        if (!isCode(action.action()) || !action.has(SignalAction.SA_RESTORER)) {
            process.memory().read(0, 1);
        }
        VectorArea vectors = VectorArea.of(process.processor().vectors());
        long top = stackFor(registers.get(Registers.RSP), action);
        long vectorsAt = (top - VectorArea.BYTES) / VECTORS_ALIGNED * VECTORS_ALIGNED;
        long at = (vectorsAt - BYTES) / FRAME_ALIGNED * FRAME_ALIGNED - Long.BYTES;
        if (top < 0 || at < GuestMap.USER_FLOOR) {
            process.memory().read(0, 1);
        }
        process.memory().write(vectorsAt, vectors.framed());
        process.memory().write(at, bytes(registers, signal, action, mask, vectorsAt));
        SignalStack stack = process.signals().stack();
        if ((stack.flags() & SignalStack.ONCE) != 0) {
            process.signals().stack(SignalStack.NONE);
        }
        registers.set(Registers.RDI, signal.number());
        registers.set(Registers.RSI, at + SIGINFO);
        registers.set(Registers.RDX, at + CONTEXT);
        registers.set(Registers.RAX, 0);
        registers.set(Registers.RSP, at);
        go(registers, action.action(), registers.get(Registers.RFLAGS) & FLAGS_ALLOWED & ~DIRECTION);
    }

    /** RCX and R11 hold the same, so that the way out of a call leads there too. */
    private static void go(Registers registers, long to, long flags) {
        registers.set(Registers.RIP, to);
        registers.set(Registers.RCX, to);
        registers.set(Registers.RFLAGS, flags | FLAGS_FIXED);
        registers.set(Registers.R11, flags | FLAGS_FIXED);
    }

    private long stackFor(long pointer, SignalAction action) {
        SignalStack stack = process.signals().stack();
        boolean other =
                action.has(SignalAction.SA_ONSTACK) && (stack.flags() & SignalStack.OFF) == 0 && !stack.holds(pointer);
        return other ? stack.base() + stack.bytes() : pointer - RED_ZONE;
    }

    private byte[] bytes(Registers registers, Signal signal, SignalAction action, long mask, long vectorsAt) {
        ByteBuffer frame = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(action.restorer()).putLong(CONTEXT_FLAGS).putLong(0);
        SignalStack stack = process.signals().stack();
        frame.putLong(stack.base()).putInt(stack.flags()).putInt(0).putLong(stack.bytes());
        for (int register : ORDER) {
            frame.putLong(registers.get(register));
        }
        frame.putLong(registers.get(Registers.RFLAGS)).putLong(USER_SEGMENTS);
        frame.putLong(VECTORS_AT, vectorsAt).putLong(MASK, mask);
        SignalText.write(frame, SIGINFO, signal);
        return frame.array();
    }

    /** Takes everything back from the frame that the stack pointer stands behind; false if it is none. */
    boolean leave(Registers registers) throws BadAddress, Errno {
        long at = registers.get(Registers.RSP) - Long.BYTES;
        ByteBuffer frame = ByteBuffer.wrap(process.memory().read(at, BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ORDER.length; i++) {
            registers.set(ORDER[i], frame.getLong(MACHINE + i * Long.BYTES));
        }
        registers.set(Registers.RFLAGS, (frame.getLong(FLAGS_AT) & FLAGS_ALLOWED) | FLAGS_FIXED);
        if (!isCode(registers.get(Registers.RIP))) {
            return false;
        }
        VectorArea before = VectorArea.of(process.processor().vectors());
        long vectorsAt = frame.getLong(VECTORS_AT);
        process.processor()
                .vectors(
                        vectorsAt == 0
                                ? before.initial()
                                : before.restored(process.memory().read(vectorsAt, VectorArea.BYTES)));
        process.signals().mask(frame.getLong(MASK));
        process.signals()
                .stack(StackCalls.checked(
                        frame.getLong(STACK), frame.getInt(STACK + 8), frame.getLong(STACK + 16), SignalStack.NONE));
        return true;
    }

    /** Whether an address lies where a guest's code may: far below the hole of non-canonical addresses. */
    private boolean isCode(long address) {
        return GuestMap.isProgram(address) && address < process.space().bytes();
    }
}
