package dev.airlock.microvm.personality;

import dev.airlock.image.Node;
import dev.airlock.image.RootFs;
import dev.airlock.linux.Errno;
import dev.airlock.linux.Memfd;
import dev.airlock.microvm.machine.Access;
import dev.airlock.microvm.machine.AddressSpace;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import dev.airlock.microvm.machine.Machine;
import dev.airlock.microvm.machine.Registers;
import dev.airlock.microvm.machine.Stub;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** A guest process without a machine: the test makes its system calls. */
final class PaperGuest implements AutoCloseable {
    static final long BYTES = 32L << 20;
    static final long PAGE = 4096;

    /** Memory that the guest may write, to put arguments in. */
    static final long AREA = 0x600000;

    static final long AREA_BYTES = 1 << 20;

    /** What it may only read, and what it may execute as well. */
    static final long READ_ONLY = 0x800000;

    static final long CODE = 0x900000;
    static final long HEAP = 0xA00000;
    static final long STACK = BYTES - PAGE;
    static final int HERE = -100;

    /** Of time that passes by waiting only. */
    private static final long MINUTE = 60_000_000_000L;

    private static final byte[] TEXT = "some text".getBytes(StandardCharsets.UTF_8);

    final VirtualTime time = new VirtualTime();
    final PaperCpu processor = new PaperCpu();
    final Console console = new Console("payload".getBytes(StandardCharsets.UTF_8), 1 << 16);
    final MemorySegment memory;
    final AddressSpace space;
    final GuestProcess process;
    private final Arena arena;
    private long scratch = AREA + AREA_BYTES / 2;

    private PaperGuest(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
        this.space = Machine.furnish(memory, Stub.CPL3);
        space.mapZeros(AREA, AREA_BYTES, Access.READ_WRITE);
        space.mapZeros(STACK - 15 * PAGE, 16 * PAGE, Access.READ_WRITE);
        space.mapFile(READ_ONLY, PAGE, Access.READ, MemorySegment.ofArray(TEXT));
        space.mapFile(CODE, PAGE, Access.READ_EXECUTE, MemorySegment.ofArray(TEXT));
        LoadedProgram program = new LoadedProgram(CODE, STACK, 16 * PAGE, HEAP);
        GuestClock clock = GuestClock.over(time, VirtualTime.START + MINUTE);
        process = new GuestProcess(root(), space, processor, program, console, clock);
        processor.values[Registers.RSP] = STACK;
        processor.values[Registers.RIP] = CODE;
    }

    static PaperGuest start() {
        Arena arena = Arena.ofShared();
        try (Memfd file = Memfd.create("airlock-paper", BYTES)) {
            return new PaperGuest(arena, file.mapShared(arena));
        } catch (Errno e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another guest in the memory of this one, which is not to be used any more. */
    PaperGuest again() {
        return new PaperGuest(arena, memory);
    }

    static RootFs root() {
        SortedMap<String, Node> children = new TreeMap<>();
        children.put("text", new Node.File(3, 0644, 1, MemorySegment.ofArray(TEXT)));
        children.put("secret", new Node.File(7, 0600, 1, MemorySegment.ofArray(TEXT)));
        SortedMap<String, Node> inner = new TreeMap<>();
        inner.put("inner", new Node.File(6, 0755, 1, MemorySegment.ofArray(TEXT)));
        children.put("folder", new Node.Directory(4, 0755, 1, inner));
        children.put("link", new Node.Symlink(5, 0777, 1, "text"));
        children.put("loop", new Node.Symlink(8, 0777, 1, "loop"));
        return new RootFs(new Node.Directory(1, 0755, 1, children), "sha256:" + "0".repeat(64));
    }

    /** Makes a call as a guest would: judged for foreign code, answered, and with its signals delivered. */
    long call(int number, long... arguments) {
        long[] all = Arrays.copyOf(arguments, 6);
        Event.Call call = new Event.Call(number, all[0], all[1], all[2], all[3], all[4], all[5]);
        ForeignCode.asksFor(process, call);
        long result = Personality.answer(process, call);
        if (process.stop().isEmpty()) {
            process.resume(call, result);
        }
        return process.stop().isPresent() || number == Numbers.RT_SIGRETURN ? result : processor.values[Registers.RAX];
    }

    /** An address that holds these bytes. */
    long put(byte[] bytes) {
        try {
            long at = scratch;
            process.memory().write(at, bytes);
            scratch = AREA
                    + AREA_BYTES / 2
                    + (at - AREA - AREA_BYTES / 2 + bytes.length + 15) / 16 * 16 % (AREA_BYTES / 4);
            return at;
        } catch (BadAddress e) {
            throw new IllegalStateException(e);
        }
    }

    /** An address that holds this C string. */
    long path(String text) {
        return put((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    long longs(long... values) {
        byte[] bytes = new byte[values.length * Long.BYTES];
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return put(bytes);
    }

    byte[] get(long address, long bytes) {
        try {
            return process.memory().read(address, bytes);
        } catch (BadAddress e) {
            throw new IllegalStateException(e);
        }
    }

    long getLong(long address) {
        return java.nio.ByteBuffer.wrap(get(address, Long.BYTES))
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }

    int getInt(long address) {
        return (int) getLong(address);
    }

    /** Opens a path. */
    long open(String path, int flags) {
        return call(Numbers.OPENAT, HERE, path(path), flags, 0644);
    }

    long write(long number, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return call(Numbers.WRITE, number, put(bytes), bytes.length);
    }

    String read(long number, int most) {
        long got = call(Numbers.READ, number, AREA, most);
        return got < 0 ? "errno " + -got : new String(get(AREA, got), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        arena.close();
    }
}
