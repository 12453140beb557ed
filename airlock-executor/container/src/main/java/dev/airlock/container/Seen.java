package dev.airlock.container;

import dev.airlock.linux.SeccompNotif;
import dev.airlock.microvm.SyscallCall;
import java.util.OptionalInt;

/** Tells what a notified call is. Decides on its number, on plain numbers, and on which mount a descriptor lies: never on memory. */
final class Seen {
    /** AUDIT_ARCH_X86_64, include/uapi/linux/audit.h, v6.12. */
    static final int X86_64 = 0xC000_003E;

    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_ANONYMOUS = 0x20;

    private final ProcView process;
    private final OptionalInt imageMount;

    /** @param imageMount the mount whose files may be executed; empty while that is not known, and then a runtime's word counts */
    Seen(ProcView process, OptionalInt imageMount) {
        this.process = process;
        this.imageMount = imageMount;
    }

    /** The call, with whether it would make executable what is no unmodified file of the image. */
    SyscallCall call(SeccompNotif seen) {
        return new SyscallCall(
                seen.call(),
                seen.argument(0),
                seen.argument(1),
                seen.argument(2),
                seen.argument(3),
                seen.argument(4),
                seen.argument(5),
                isForeignCode(seen.call(), seen.argument(2), seen.argument(3), seen.argument(4)));
    }

    /** One thread and one process have these descriptors, and they wait in this call: none can be another's when the kernel looks. */
    boolean isForeignCode(int number, long protection, long flags, long descriptor) {
        if ((protection & PROT_EXEC) == 0) {
            return false;
        }
        return switch (number) {
            case CallList.MPROTECT -> true;
            case CallList.MMAP ->
                (protection & PROT_WRITE) != 0
                        || (flags & MAP_ANONYMOUS) != 0
                        || imageMount.isEmpty()
                        || !process.mountOf((int) descriptor).equals(imageMount);
            default -> false;
        };
    }

    /** Whether a program that waits in this call waits for its payload. */
    static boolean asksForPayload(SeccompNotif seen) {
        return seen.call() == CallList.READ && seen.argument(0) == 0;
    }

    static boolean ends(int number) {
        return number == CallList.EXIT || number == CallList.EXIT_GROUP;
    }

    /** What would make it another program: its arguments are memory, and nobody has ordered another one. */
    static boolean replaces(int number) {
        return number == CallList.EXECVE || number == CallList.EXECVEAT;
    }
}
