package dev.airlock.microvm.store;

import dev.airlock.microvm.machine.PageTree;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/** A snapshot of a memory of one MiB that no machine was made for: its files are real. */
public final class PaperSnapshot {
    public static final Origin ORIGIN = new Origin("paper:1", "sha256:" + "1".repeat(64), "bare", 1);
    public static final CpuIdentity CPU =
            new CpuIdentity("GenuinePaper", 6, 1, 2, List.of("cpuid 00000001.00 1 2 3 4", "xcr0 e7"));
    public static final Host HOST = new Host("standard", "kvm_amd", CPU);

    private static final int BYTES = 1 << 20;

    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);
    private final BitSet pages = new BitSet();
    private final byte[] state;

    /** @param state any bytes */
    public PaperSnapshot(byte[] state, int... pages) {
        this.state = state;
        for (int page : pages) {
            this.pages.set(page);
            memory.asSlice((long) page * PagesFile.PAGE, PagesFile.PAGE).fill((byte) (page + 1));
            memory.set(ValueLayout.JAVA_LONG, (long) page * PagesFile.PAGE, page);
        }
    }

    public Manifest manifest() {
        return manifest(1);
    }

    /** @param createdAt seconds since 1970 */
    public Manifest manifest(long createdAt) {
        String root = Digests.text(PageTree.of(memory, pages).root());
        Content content = new Content(
                Digests.of(root.getBytes(StandardCharsets.US_ASCII)),
                pages.cardinality(),
                root,
                state.length,
                Digests.of(state));
        return new Manifest(ORIGIN, HOST, content, createdAt, 7);
    }

    /** Puts it into a folder. */
    public String addTo(SnapshotFolder folder) throws IOException {
        Manifest manifest = manifest();
        folder.add(manifest, state, memory, pages);
        return manifest.id();
    }
}
