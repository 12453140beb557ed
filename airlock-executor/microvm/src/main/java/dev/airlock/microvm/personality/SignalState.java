package dev.airlock.microvm.personality;

import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What the guest wants done with signals, and those on their way. Only the guest itself and its timers send any. */
final class SignalState {
    /** RLIMIT_SIGPENDING. */
    static final int PENDING_MAX = 128;

    private static final long NEVER_BLOCKED = Signal.bit(Signal.KILL) | Signal.bit(Signal.STOP);

    private final SignalAction[] actions;
    private final List<Signal> pending;
    private long mask;
    private Optional<Long> maskAfter = Optional.empty();
    private SignalStack stack = SignalStack.NONE;

    SignalState() {
        actions = new SignalAction[Signal.MOST];
        Arrays.fill(actions, SignalAction.UNSET);
        pending = new ArrayList<>();
    }

    private SignalState(SignalState from) {
        actions = from.actions.clone();
        pending = new ArrayList<>(from.pending);
        mask = from.mask;
        maskAfter = from.maskAfter;
        stack = from.stack;
    }

    SignalState copy() {
        return new SignalState(this);
    }

    void write(StateWriter into) {
        for (SignalAction action : actions) {
            into.bytes(action.bytes());
        }
        into.number(pending.size());
        for (Signal signal : pending) {
            into.number(signal.number());
            into.number(signal.code());
            into.number(signal.value());
        }
        into.number(mask);
        into.yes(maskAfter.isPresent());
        into.number(maskAfter.orElse(0L));
        into.number(stack.base());
        into.number(stack.flags());
        into.number(stack.bytes());
    }

    /** What {@link #write} wrote: nothing that a guest could not have asked for itself. */
    static SignalState read(StateReader from) throws BadState {
        SignalState state = new SignalState();
        for (int i = 0; i < Signal.MOST; i++) {
            state.actions[i] = SignalAction.read(from.exactly("a signal's action", SignalAction.BYTES));
        }
        int count = from.whole("the number of signals on their way", 0, PENDING_MAX);
        for (int i = 0; i < count; i++) {
            int number = from.whole("a signal", 1, Signal.MOST);
            int code = from.whole("a signal's code", Integer.MIN_VALUE, Integer.MAX_VALUE);
            state.pending.add(new Signal(number, code, from.number("a signal's value")));
        }
        state.mask(from.number("the signal mask"));
        boolean after = from.yes("a mask for one call");
        long maskAfter = from.number("that mask");
        state.maskAfter = after ? Optional.of(maskAfter & ~NEVER_BLOCKED) : Optional.empty();
        long base = from.number("the signal stack");
        int flags = from.whole("the signal stack's flags", Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (flags != 0 && flags != SignalStack.OFF && flags != SignalStack.ONCE) {
            throw new BadState("a signal stack's flags are 0x%x".formatted(flags));
        }
        state.stack = new SignalStack(base, flags, from.number("the signal stack's size", 0, Long.MAX_VALUE));
        return state;
    }

    SignalAction action(int signal) {
        return actions[signal - 1];
    }

    void action(int signal, SignalAction action) {
        actions[signal - 1] = action;
        if (isIgnored(signal)) {
            pending.removeIf(one -> one.number() == signal);
        }
    }

    long mask() {
        return mask;
    }

    void mask(long next) {
        mask = next & ~NEVER_BLOCKED;
    }

    /** Another mask until the call under way has been answered and its signal, if one came, has its frame. */
    void maskForOneCall(long next) {
        maskAfter = Optional.of(mask);
        mask(next);
    }

    /** The mask that a frame shall bring back; a mask for one call has had its call then. */
    long maskToReturnTo() {
        long before = maskAfter.orElse(mask);
        maskAfter = Optional.empty();
        return before;
    }

    SignalStack stack() {
        return stack;
    }

    void stack(SignalStack next) {
        stack = next;
    }

    /** Sends a signal to the guest itself; false when too many are waiting. */
    boolean raise(Signal signal) {
        boolean blocked = (mask & signal.bit()) != 0;
        if (isIgnored(signal.number()) && !blocked) {
            return true;
        }
        if (signal.number() < Signal.REAL_TIME && isPending(signal.bit())) {
            return true;
        }
        if (pending.size() >= PENDING_MAX) {
            return false;
        }
        pending.add(signal);
        return true;
    }

    private boolean isIgnored(int signal) {
        long action = action(signal).action();
        return action == SignalAction.IGNORE || (action == SignalAction.DEFAULT && Signal.isIgnoredByDefault(signal));
    }

    /** Whether one more of these would change anything: it is neither thrown away nor on its way already. */
    boolean wouldMatter(int signal) {
        long bit = Signal.bit(signal);
        boolean dropped = isIgnored(signal) && (mask & bit) == 0;
        return !dropped && !isPending(bit);
    }

    /** Every signal on its way, as a set. */
    long pending() {
        return pending.stream().mapToLong(Signal::bit).reduce(0, (all, bit) -> all | bit);
    }

    private boolean isPending(long set) {
        return (pending() & set) != 0;
    }

    /** Whether a signal is to be handled now. */
    boolean isDue() {
        return isPending(~mask);
    }

    /** The next to be handled, lowest number first; it is on its way no more. */
    Optional<Signal> take() {
        return take(~mask);
    }

    /** The next of a set, blocked or not. */
    Optional<Signal> take(long set) {
        Optional<Signal> next = Optional.empty();
        for (Signal signal : pending) {
            boolean wanted = (signal.bit() & set) != 0;
            if (wanted && next.map(one -> signal.number() < one.number()).orElse(true)) {
                next = Optional.of(signal);
            }
        }
        next.ifPresent(this::drop);
        return next;
    }

    /** Takes this very signal out: a second one of the same number stays. */
    @SuppressWarnings("ReferenceEquality")
    private void drop(Signal signal) {
        for (Iterator<Signal> each = pending.iterator(); each.hasNext(); ) {
            if (each.next() == signal) {
                each.remove();
                return;
            }
        }
    }
}
