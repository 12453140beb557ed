package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;

/** Answers one kind of call: what RAX shall hold, a negative errno for a failure. */
@FunctionalInterface
interface Answer {
    /** @throws BadAddress for EFAULT */
    long to(GuestProcess process, Event.Call call) throws BadAddress;
}
