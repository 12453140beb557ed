package dev.airlock.microvm.personality;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.MachineFailure;
import dev.airlock.microvm.machine.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** sigaltstack. */
final class StackCalls {
    private StackCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.SIGALTSTACK, StackCalls::sigaltstack);
    }

    /** A stack as somebody describes it, or {@code otherwise} when Linux would not take it. */
    static SignalStack checked(long base, int flags, long bytes, SignalStack otherwise) {
        int mode = flags & ~SignalStack.ONCE;
        if (mode == SignalStack.OFF) {
            return SignalStack.NONE;
        }
        boolean known = mode == 0 || mode == SignalStack.ON;
        return known && bytes >= SignalStack.LEAST ? new SignalStack(base, flags & SignalStack.ONCE, bytes) : otherwise;
    }

    private static long sigaltstack(GuestProcess process, Event.Call call) throws BadAddress {
        SignalStack before = process.signals().stack();
        boolean on = before.holds(stackPointer(process));
        if (call.a0() != 0) {
            ByteBuffer asked = ByteBuffer.wrap(process.memory().read(call.a0(), SignalStack.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int flags = asked.getInt(8);
            int mode = flags & ~SignalStack.ONCE;
            if (on) {
                return Errors.EPERM;
            }
            if (mode != 0 && mode != SignalStack.ON && mode != SignalStack.OFF) {
                return Errors.EINVAL;
            }
            if (mode != SignalStack.OFF && asked.getLong(16) < SignalStack.LEAST) {
                return Errors.ENOMEM;
            }
            if (call.a1() != 0) {
                process.memory().checkWritable(call.a1(), SignalStack.BYTES);
            }
            process.signals().stack(checked(asked.getLong(0), flags, asked.getLong(16), before));
        }
        if (call.a1() != 0) {
            ByteBuffer old = ByteBuffer.allocate(SignalStack.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            old.putLong(before.base())
                    .putInt(on ? SignalStack.ON : before.flags())
                    .putInt(0)
                    .putLong(before.bytes());
            process.memory().write(call.a1(), old.array());
        }
        return 0;
    }

    private static long stackPointer(GuestProcess process) {
        try {
            return process.processor()
                    .registers()
                    .map(registers -> registers.get(Registers.RSP))
                    .orElse(0L);
        } catch (Errno e) {
            throw new MachineFailure(e);
        }
    }
}
