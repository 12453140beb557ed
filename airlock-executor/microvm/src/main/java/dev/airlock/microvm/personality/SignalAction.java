package dev.airlock.microvm.personality;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** struct kernel_sigaction. Source: include/linux/signal_types.h and arch/x86/include/uapi/asm/signal.h, v6.12. */
record SignalAction(long action, long flags, long restorer, long mask) {
    static final int BYTES = 32;

    static final long DEFAULT = 0;
    static final long IGNORE = 1;

    static final long SA_SIGINFO = 0x4;
    static final long SA_ONSTACK = 0x0800_0000L;
    static final long SA_RESTART = 0x1000_0000L;
    static final long SA_NODEFER = 0x4000_0000L;
    static final long SA_RESETHAND = 0x8000_0000L;
    static final long SA_RESTORER = 0x0400_0000L;

    static final SignalAction UNSET = new SignalAction(DEFAULT, 0, 0, 0);

    static SignalAction read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long never = Signal.bit(Signal.KILL) | Signal.bit(Signal.STOP);
        return new SignalAction(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong() & ~never);
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(action).putLong(flags).putLong(restorer).putLong(mask);
        return buffer.array();
    }

    boolean isHandled() {
        return action != DEFAULT && action != IGNORE;
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }
}
