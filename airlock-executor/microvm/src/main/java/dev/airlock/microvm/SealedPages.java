package dev.airlock.microvm;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Memfd;
import dev.airlock.microvm.machine.PageTree;
import dev.airlock.microvm.store.Digests;
import dev.airlock.microvm.store.Manifest;
import dev.airlock.microvm.store.SnapshotFolder;
import dev.airlock.microvm.store.SnapshotRefused;
import dev.airlock.microvm.store.SnapshotRefused.Reason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Optional;

/**
 * The pages of a stored snapshot in a file in memory that nobody can change any more, and that were verified there. For the thread that
 * made it.
 */
final class SealedPages implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory;
    private final BitSet held;
    private final PageTree tree;
    private Optional<Memfd> file;

    private SealedPages(Memfd file, BitSet held) throws Errno {
        this.file = Optional.of(file);
        this.held = held;
        this.memory = file.mapToRead(arena);
        this.tree = PageTree.of(memory, held);
    }

    /**
     * Copies the pages once, seals the copy, and compares the root of the tree over it with the one that was signed.
     *
     * @throws SnapshotRefused with FILES, PAGES or ROOT
     */
    static SealedPages of(SnapshotFolder folder, Manifest manifest) throws IOException, SnapshotRefused, Errno {
        Memfd file = Memfd.create("airlock-snapshot", (long) manifest.origin().memoryMib() << 20);
        try {
            BitSet held;
            try (Arena writing = Arena.ofConfined()) {
                held = folder.pages(manifest, file.mapShared(writing));
            }
            file.seal();
            SealedPages pages = new SealedPages(file, held);
            String root = Digests.text(pages.tree.root());
            if (!root.equals(manifest.content().root())) {
                pages.arena.close();
                throw new SnapshotRefused(
                        Reason.ROOT,
                        "the root over its pages is %s, not %s"
                                .formatted(root, manifest.content().root()));
            }
            return pages;
        } catch (IOException | SnapshotRefused | Errno | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** All of the guest's memory, to be read only. */
    MemorySegment memory() {
        return memory;
    }

    /** The pages that the file had. */
    BitSet held() {
        return held;
    }

    PageTree tree() {
        return tree;
    }

    /** The sealed file, whose closing is up to the caller from now on. */
    Memfd take() {
        Memfd taken = file.orElseThrow();
        file = Optional.empty();
        return taken;
    }

    @Override
    public void close() {
        arena.close();
        file.ifPresent(Memfd::close);
    }
}
