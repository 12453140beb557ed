package dev.airlock.container;

import dev.airlock.image.Node;
import dev.airlock.image.RootFs;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A static program of a few instructions, which reads one byte of descriptor 0 first. */
final class TinyElf {
    static final String PATH = "/p";

    /** read(0, below the stack, 1) */
    private static final String READ = "31c0 31ff 488d7424c0 ba01000000 0f05";

    private static final int HEADERS = 64 + 56;
    private static final long ADDRESS = 0x40_0000;

    private TinyElf() {}

    /** @param then what it does afterwards, as hexadecimal machine code */
    static RootFs root(String digest, String then) {
        return root(digest, "", then);
    }

    /**
     * The same.
     *
     * @param before what it does before it reads
     */
    static RootFs root(String digest, String before, String then) {
        byte[] code = HexFormat.of().parseHex((before + READ + then).replace(" ", ""));
        ByteBuffer head = ByteBuffer.allocate(HEADERS).order(ByteOrder.LITTLE_ENDIAN);
        head.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        head.putShort((short) 2).putShort((short) 62).putInt(1); // an executable for x86-64
        head.putLong(ADDRESS + HEADERS).putLong(64).putLong(0).putInt(0); // its start, and the header below
        head.putShort((short) 64).putShort((short) 56).putShort((short) 1).putShort((short) 64);
        head.putShort((short) 0).putShort((short) 0);
        long size = (long) HEADERS + code.length;
        head.putInt(1).putInt(5).putLong(0).putLong(ADDRESS).putLong(ADDRESS); // loaded, to be read and executed
        head.putLong(size).putLong(size).putLong(0x1000);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.array());
        whole.writeBytes(code);
        Node.File file = new Node.File(2, 0755, 0, MemorySegment.ofArray(whole.toByteArray()));
        return new RootFs(
                new Node.Directory(1, 0755, 0, new TreeMap<>(Map.of(PATH.substring(1), file))),
                "sha256:" + digest.repeat(32));
    }
}
