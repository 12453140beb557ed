package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.ImageFile;
import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.Event;

/** Finds calls that would let the guest execute what is not an unmodified file of the image. */
public final class ForeignCode {
    private ForeignCode() {}

    /** Whether the call asks for executable memory that is anonymous, writable or was written, a file in memory included. */
    public static boolean asksFor(GuestProcess process, Event.Call call) {
        Access access = Access.ofProt(call.a2());
        if (call.number() == Numbers.MMAP) {
            boolean image = (call.a3() & MemoryCalls.MAP_ANONYMOUS) == 0
                    && process.descriptors()
                            .at((int) call.a4())
                            .filter(file -> file.channel instanceof ImageContent(ImageFile content) && content.signed())
                            .isPresent();
            return access.execute() && (access.write() || !image);
        }
        if (call.number() == Numbers.MPROTECT) {
            AddressSpace space = process.space();
            boolean pristine = space.holds(call.a0(), call.a1()) && space.isPristine(call.a0(), call.a1());
            return access.execute() && (access.write() || !pristine);
        }
        return false;
    }
}
