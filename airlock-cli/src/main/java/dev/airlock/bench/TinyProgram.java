package dev.airlock.bench;

import dev.airlock.image.Node;
import dev.airlock.image.RootFs;
import dev.airlock.microvm.GuestProgram;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** The smallest guest worth a reset: it waits for its payload, writes one byte to each of 32 pages of its stack, and ends. */
final class TinyProgram {
    private static final int HEADER_BYTES = 64 + 56;
    private static final long BASE = 0x40_0000;

    private static final byte[] CODE = HexFormat.of()
            .parseHex(
                    "31c031ff31f631d20f05" // read(0, 0, 0)
                            + "488dbc240000fbff" + "b920000000" // rdi = rsp - 0x50000, ecx = 32
                            + "8807" + "4881c700200000" + "e2f5" // write a byte, two pages on, again
                            + "31ff" + "b8e7000000" + "0f05"); // exit_group(0)

    private TinyProgram() {}

    static GuestProgram program() {
        TreeMap<String, Node> children = new TreeMap<>();
        children.put("guest", new Node.File(2, 0755, 1, MemorySegment.ofArray(elf())));
        RootFs root = new RootFs(new Node.Directory(1, 0755, 1, children), "sha256:" + "0".repeat(64));
        return new GuestProgram(root, List.of("/guest"), List.of());
    }

    /** ET_EXEC for x86-64 with one segment, readable and executable. Source: System V ABI, chapters 4 and 5. */
    private static byte[] elf() {
        byte[] file = new byte[HEADER_BYTES + CODE.length];
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464C457F).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        elf.putShort((short) 2).putShort((short) 62).putInt(1);
        elf.putLong(BASE + HEADER_BYTES).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1).position(64);
        elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
        elf.putLong(file.length).putLong(file.length).putLong(4096);
        elf.put(CODE);
        return file;
    }
}
