package dev.airlock.microvm.personality;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.Registers;
import dev.airlock.microvm.machine.VirtualCpu;
import java.util.Optional;

/** What happens between an answer and the guest's next instruction: signals. Source: arch/x86/kernel/signal.c, v6.12. */
final class Delivery {
    /** What a shell says of a program that died of a signal: this and its number. */
    private static final int DIED = 128;

    /** {@code syscall} is two bytes. */
    private static final int CALL_BYTES = 2;

    private Delivery() {}

    /** The call has been answered with {@code result}, which the guest has not seen yet. */
    static void afterCall(GuestProcess process, Event.Call call, long result) throws Errno {
        Optional<Registers> returned = process.returned();
        if (returned.isPresent()) {
            deliver(process, returned.get(), Optional.empty());
            goOn(process, returned.get());
            return;
        }
        process.alarms().look(process);
        if (!process.signals().isDue() || process.stop().isPresent()) {
            process.signals().mask(process.signals().maskToReturnTo());
            process.processor().answer(result == Errors.RESTART ? Errors.EINTR : result);
            return;
        }
        Optional<Registers> found = process.processor().registers();
        if (found.isEmpty()) {
            throw new IllegalStateException("a call under way has registers");
        }
        Registers registers = found.get();
        registers.set(Registers.RAX, result);
        deliver(process, registers, Optional.of(call));
        goOn(process, registers);
    }

    private static void goOn(GuestProcess process, Registers registers) throws Errno {
        if (process.stop().isEmpty()) {
            process.processor().registers(registers);
        }
    }

    /** The guest stands between two of its instructions. */
    static void between(GuestProcess process) throws Errno {
        process.alarms().look(process);
        if (!process.signals().isDue()) {
            return;
        }
        Optional<Registers> registers = process.processor().registers();
        if (registers.isPresent()) {
            deliver(process, registers.get(), Optional.empty());
            goOn(process, registers.get());
        }
    }

    private static void deliver(GuestProcess process, Registers registers, Optional<Event.Call> call) throws Errno {
        SignalState signals = process.signals();
        boolean restart = call.isPresent() && registers.get(Registers.RAX) == Errors.RESTART;
        while (process.stop().isEmpty()) {
            Optional<Signal> next = signals.take();
            if (next.isEmpty()) {
                break;
            }
            SignalAction action = signals.action(next.get().number());
            if (action.isHandled()) {
                if (restart) {
                    again(registers, call.get(), action.has(SignalAction.SA_RESTART));
                }
                restart = false;
                handle(process, registers, next.get(), action);
            } else {
                byDefault(process, next.get().number());
            }
        }
        if (restart) {
            again(registers, call.get(), true);
        }
        signals.mask(signals.maskToReturnTo());
    }

    private static void again(Registers registers, Event.Call call, boolean restart) {
        if (restart) {
            registers.set(Registers.RAX, call.number());
            registers.set(Registers.RIP, registers.get(Registers.RIP) - CALL_BYTES);
            registers.set(Registers.RCX, registers.get(Registers.RIP));
        } else {
            registers.set(Registers.RAX, Errors.EINTR);
        }
    }

    private static void handle(GuestProcess process, Registers registers, Signal signal, SignalAction action)
            throws Errno {
        SignalState signals = process.signals();
        long maskBefore = signals.maskToReturnTo();
        try {
            new SignalFrame(process).enter(registers, signal, action, maskBefore);
        } catch (BadAddress e) {
            die(process, Signal.SEGMENT);
            return;
        }
        if (action.has(SignalAction.SA_RESETHAND)) {
            signals.action(signal.number(), SignalAction.UNSET);
        }
        long own = action.has(SignalAction.SA_NODEFER) ? 0 : signal.bit();
        signals.mask(maskBefore | action.mask() | own);
    }

    private static void byDefault(GuestProcess process, int signal) {
        if (Signal.isIgnoredByDefault(signal)) {
            return;
        }
        if (Signal.stopsByDefault(signal)) {
            process.clock().sleep(Countdown.NEVER);
            return;
        }
        die(process, signal);
    }

    static void die(GuestProcess process, int signal) {
        process.stop(new Stop.Exited(DIED + signal));
    }

    /** rt_sigreturn: everything as the frame on the stack says, as far as a program may say it. */
    static long returnFromHandler(GuestProcess process) {
        try {
            VirtualCpu processor = process.processor();
            Optional<Registers> registers = processor.registers();
            if (registers.isEmpty()) {
                throw new IllegalStateException("a call under way has registers");
            }
            if (!new SignalFrame(process).leave(registers.get())) {
                die(process, Signal.SEGMENT);
                return 0;
            }
            process.returns(registers.get());
            return registers.get().get(Registers.RAX);
        } catch (BadAddress | Errno e) {
            die(process, Signal.SEGMENT);
            return 0;
        }
    }
}
