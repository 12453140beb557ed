package dev.airlock.microvm.personality;

import java.nio.ByteBuffer;

/** siginfo_t, 128 bytes. Source: include/uapi/asm-generic/siginfo.h, v6.12. */
final class SignalText {
    static final int BYTES = 128;

    private static final int CODE = 8;
    private static final int SENDER = 16;
    private static final int USER = 20;
    private static final int VALUE = 24;

    private SignalText() {}

    static void write(ByteBuffer into, int at, Signal signal) {
        into.putInt(at, signal.number()).putInt(at + CODE, signal.code());
        if (signal.code() == Signal.SI_TIMER) {
            into.putInt(at + SENDER, 0);
        } else if (signal.code() != Signal.SI_KERNEL) {
            into.putInt(at + SENDER, (int) ProcessCalls.PROCESS).putInt(at + USER, (int) ProcessCalls.NOBODY);
        }
        into.putLong(at + VALUE, signal.value());
    }
}
