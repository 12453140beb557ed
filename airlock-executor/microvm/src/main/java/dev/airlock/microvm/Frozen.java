package dev.airlock.microvm;

import dev.airlock.microvm.machine.CpuState;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.personality.GuestProcess;

/**
 * A process that waits for its payload, but for its memory. Only read, by any thread.
 *
 * @param process as it was; its machine and memory are gone
 * @param waiting the call that asks for the payload
 * @param state the processor right after that call's instruction
 * @param fresh what each run gets anew
 */
record Frozen(GuestProcess process, Event.Call waiting, CpuState state, Fresh fresh) {}
