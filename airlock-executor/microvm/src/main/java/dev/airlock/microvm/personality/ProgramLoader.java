package dev.airlock.microvm.personality;

import dev.airlock.image.Lookup;
import dev.airlock.image.Node;
import dev.airlock.image.RootFs;
import dev.airlock.microvm.elf.ElfProgram;
import dev.airlock.microvm.elf.ElfReader;
import dev.airlock.microvm.elf.ElfRejected;
import dev.airlock.microvm.elf.ElfSegment;
import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.GuestMap;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** What execve does: a program of the image, its dynamic loader and its stack, in fresh memory. */
public final class ProgramLoader {
    private final RootFs root;
    private final AddressSpace space;
    private final Tape tape;
    private final long vdso;

    /** @param tape where the program's AT_RANDOM bytes come from */
    public ProgramLoader(RootFs root, AddressSpace space, Tape tape) {
        this(root, space, tape, 0);
    }

    private ProgramLoader(RootFs root, AddressSpace space, Tape tape, long vdso) {
        this.vdso = vdso;
        this.tape = tape;
        this.root = root;
        this.space = space;
    }

    /** The same for a processor that has the machine's own pages: the program is told of the code by which it reads its clock. */
    public static ProgramLoader forMachine(RootFs root, AddressSpace space, Tape tape) {
        return new ProgramLoader(root, space, tape, GuestMap.VDSO);
    }

    /**
     * @param command the program's path, then its arguments
     * @param environment {@code NAME=value}
     * @throws ElfRejected if the image holds no such program or it does not fit
     */
    public LoadedProgram load(List<String> command, List<String> environment) throws ElfRejected {
        Node.File file = fileAt(command.getFirst());
        ElfProgram program = ElfReader.read(file.content());
        long base = program.movable() ? GuestMap.PROGRAM - floor(program.start()) : 0;
        map(program, base, file.content());
        StackBuilder stack = StackBuilder.reserve(space);
        long entry = base + program.entry();
        long start = entry;
        long interpreterBase = 0;
        if (program.interpreter().isPresent()) {
            Node.File interpreterFile = fileAt(program.interpreter().get());
            ElfProgram interpreter = ElfReader.read(interpreterFile.content());
            interpreterBase = placeFor(interpreter);
            map(interpreter, interpreterBase, interpreterFile.content());
            start = interpreterBase + interpreter.entry();
        }
        Auxiliary auxiliary =
                new Auxiliary(base + program.headers(), program.headerCount(), interpreterBase, entry, vdso);
        try {
            long pointer = stack.build(command, environment, auxiliary, tape);
            return new LoadedProgram(start, pointer, stack.bytes(), ceiling(base + program.end()));
        } catch (BadAddress e) {
            throw new ElfRejected("arguments and environment do not fit on the stack");
        }
    }

    private Node.File fileAt(String path) throws ElfRejected {
        return switch (root.resolve("/", path, true)) {
            case Lookup.Found(Node.File file, String _) -> file;
            case Lookup.Found _, Lookup.Missing _, Lookup.NotADirectory _, Lookup.Loop _, Lookup.NameTooLong _ ->
                throw new ElfRejected("the image holds no file " + path);
        };
    }

    private long placeFor(ElfProgram program) throws ElfRejected {
        long bytes = ceiling(program.end()) - floor(program.start());
        if (!program.movable() || bytes <= 0 || bytes > space.bytes()) {
            throw new ElfRejected("the dynamic loader has no place");
        }
        return space.findFree(bytes).orElseThrow(() -> new ElfRejected("the dynamic loader does not fit"))
                - floor(program.start());
    }

    private void map(ElfProgram program, long base, MemorySegment file) throws ElfRejected {
        for (ElfSegment segment : program.segments()) {
            if (segment.memoryBytes() == 0) {
                continue;
            }
            long head = segment.address() % GuestMap.PAGE;
            long start = base + segment.address() - head;
            long bytes = ceiling(head + segment.memoryBytes());
            if (!space.holds(start, bytes) || !space.isFree(start, bytes)) {
                throw new ElfRejected("a segment does not fit at 0x%x, %d bytes".formatted(start, bytes));
            }
            if (head > segment.offset()) {
                throw new ElfRejected("a segment whose file offset and address disagree");
            }
            MemorySegment content = file.asSlice(segment.offset() - head, head + segment.fileBytes());
            space.mapFile(start, bytes, Access.ofProt(segment.prot()), content);
        }
    }

    private static long floor(long address) {
        return address / GuestMap.PAGE * GuestMap.PAGE;
    }

    private static long ceiling(long address) {
        return floor(address + GuestMap.PAGE - 1);
    }
}
