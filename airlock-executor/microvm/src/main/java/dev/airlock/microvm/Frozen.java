package dev.airlock.microvm;

import dev.airlock.image.RootFs;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.Cpu;
import dev.airlock.microvm.machine.CpuState;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.GuestMap;
import dev.airlock.microvm.personality.GuestProcess;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;
import dev.airlock.microvm.store.Unstorable;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * A process that waits for its payload, but for its memory. Only read, by any thread.
 *
 * @param process as it was; its machine and memory are gone
 * @param waiting the call that asks for the payload
 * @param state the processor right after that call's instruction
 * @param fresh what each run gets anew
 */
record Frozen(GuestProcess process, Event.Call waiting, CpuState state, Fresh fresh) {
    /**
     * All of it but the memory.
     *
     * @throws Unstorable if the process has something that the format has no words for
     */
    byte[] stored() throws Unstorable {
        StateWriter into = new StateWriter();
        into.bytes(process.space().bookBytes());
        state.write(into);
        into.number(waiting.number());
        for (long argument : arguments(waiting)) {
            into.number(argument);
        }
        fresh.write(into);
        process.write(into);
        return into.written();
    }

    private static long[] arguments(Event.Call call) {
        return new long[] {call.a0(), call.a1(), call.a2(), call.a3(), call.a4(), call.a5()};
    }

    /**
     * What {@link #stored} told of.
     *
     * @param memory all of it; only read, and not needed afterwards
     * @param held the pages of the memory that are not all zeros
     * @throws BadState if no guest that waits for its payload can be like that
     */
    static Frozen read(Cpu cpu, RootFs root, MemorySegment memory, BitSet held, StateReader from) throws BadState {
        byte[] book = from.exactly("the page book", (int) (memory.byteSize() / GuestMap.PAGE));
        AddressSpace space = AddressSpace.stored(memory, book, cpu.stub(), held);
        CpuState state = CpuState.read(cpu, from);
        Event.Call waiting = call(from);
        Fresh fresh = Fresh.read(space.memory(), from);
        GuestProcess process = GuestProcess.read(root, space, from);
        from.end();
        if (!process.waitsForInput(waiting)) {
            throw new BadState("the guest does not wait for its payload");
        }
        return new Frozen(process, waiting, state, fresh);
    }

    private static Event.Call call(StateReader from) throws BadState {
        String argument = "an argument of the call under way";
        return new Event.Call(
                from.whole("the call under way", 0, Integer.MAX_VALUE),
                from.number(argument),
                from.number(argument),
                from.number(argument),
                from.number(argument),
                from.number(argument),
                from.number(argument));
    }
}
