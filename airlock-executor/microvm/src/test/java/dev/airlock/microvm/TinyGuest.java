package dev.airlock.microvm;

import dev.airlock.image.Node;
import dev.airlock.image.RootFs;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Programs of a few bytes of machine code, each a static ELF file of one executable, read-only segment. */
final class TinyGuest {
    /** Where the code lies. */
    static final long CODE = 0x40_0000;

    static final int HEADERS = 64 + 56;

    /** read(0, NULL, 0): the snapshot is taken here. */
    static final String WAIT = "31C0 31FF 31F6 31D2 0F05";

    /** exit_group(7): nothing stopped the guest. */
    static final String SURVIVE = "BF07000000 B8E7000000 0F05";

    /** Reads seven words at a time, makes the call they name, writes what it answered; exit_group(42) at the end. */
    static final String PLAYER = "4881EC00020000" // sub rsp,0x200
            + "31C0 31FF 4889E6 BA38000000 0F05" // read(0, rsp, 56)
            + "83F838 7541" // shorter than 56: to the end
            + "488B0424 488B7C2408 488B742410 488B542418 4C8B542420 4C8B442428 4C8B4C2430 0F05" // the call
            + "4889442440 B801000000 BF01000000 488D742440 BA08000000 0F05" // write(1, &rax, 8)
            + "EBAC" // again
            + "BF2A000000 B8E7000000 0F05";

    private TinyGuest() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** The code, waiting for its payload first. */
    static GuestProgram trap(String hex) {
        return program(WAIT + hex + SURVIVE);
    }

    static GuestProgram program(String hex) {
        return program(elf(bytes(hex)));
    }

    static GuestProgram program(byte[] elf) {
        SortedMap<String, Node> children = new TreeMap<>();
        children.put("guest", new Node.File(2, 0755, 1, MemorySegment.ofArray(elf)));
        children.put(
                "text", new Node.File(3, 0644, 1, MemorySegment.ofArray("some text".getBytes(StandardCharsets.UTF_8))));
        Node.Directory folder = new Node.Directory(4, 0755, 1, new TreeMap<>());
        children.put("folder", folder);
        children.put("link", new Node.Symlink(5, 0777, 1, "text"));
        RootFs root = new RootFs(new Node.Directory(1, 0755, 1, children), "sha256:" + "0".repeat(64));
        return new GuestProgram(root, List.of("/guest"), List.of());
    }

    private static byte[] elf(byte[] code) {
        byte[] file = new byte[HEADERS + code.length];
        ByteBuffer elf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464C457F).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        elf.putShort((short) 2).putShort((short) 62).putInt(1); // ET_EXEC, x86-64
        elf.putLong(CODE + HEADERS).putLong(64).putLong(0).putInt(0); // entry, program headers, no sections
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1).position(64);
        elf.putInt(1).putInt(5); // PT_LOAD, R X
        elf.putLong(0)
                .putLong(CODE)
                .putLong(CODE)
                .putLong(file.length)
                .putLong(file.length)
                .putLong(4096);
        elf.put(code);
        return file;
    }

    /** A payload for {@link #PLAYER}: each call a number and its arguments. */
    static byte[] calls(long[]... calls) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (long[] call : calls) {
            byte[] bytes = new byte[call.length * 8];
            ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (long word : call) {
                words.putLong(word);
            }
            payload.writeBytes(bytes);
        }
        return payload.toByteArray();
    }

    /** What the player's calls answered. */
    static long[] answers(RunTrace trace) {
        ByteBuffer words = ByteBuffer.wrap(trace.stdout()).order(ByteOrder.LITTLE_ENDIAN);
        long[] answers = new long[trace.stdout().length / 8];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = words.getLong();
        }
        return answers;
    }
}
