package dev.airlock.microvm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesFileTest {
    private static final int PAGES = 16;

    private final MemorySegment memory = Arena.ofAuto().allocate((long) PAGES * PagesFile.PAGE, Long.BYTES);

    @TempDir
    private Path folder;

    private BitSet read(int expected, int... words) throws IOException, SnapshotRefused {
        ByteBuffer bytes = ByteBuffer.allocate((int) PagesFile.bytes(words.length - 1));
        for (int word : words) {
            bytes.putInt(word);
        }
        Path path = Files.write(folder.resolve("pages"), bytes.array());
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return PagesFile.read(file, expected, memory);
        }
    }

    @Test
    void pages_come_back_to_where_they_were_and_no_others_are_written() throws Exception {
        BitSet pages = new BitSet();
        pages.set(1, 4);
        pages.set(15);
        pages.stream().forEach(page -> memory.set(ValueLayout.JAVA_LONG, (long) page * PagesFile.PAGE, page));
        Path path = folder.resolve("written");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            PagesFile.write(file, memory, pages);
        }
        MemorySegment other = Arena.ofAuto().allocate((long) PAGES * PagesFile.PAGE, Long.BYTES);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            assertThat(PagesFile.read(file, 4, other)).isEqualTo(pages);
        }
        assertThat(other.mismatch(memory)).isEqualTo(-1);
    }

    @Test
    void a_page_outside_the_memory_twice_or_out_of_order_is_refused() throws Exception {
        assertThat(read(2, 2, 0, 15).cardinality()).isEqualTo(2);
        assertThatThrownBy(() -> read(2, 2, 0, 16)).hasMessage("page 16 follows page 0 in a memory of 16");
        assertThatThrownBy(() -> read(2, 2, 0, Integer.MAX_VALUE)).isInstanceOf(SnapshotRefused.class);
        assertThatThrownBy(() -> read(2, 2, -1, 3)).isInstanceOf(SnapshotRefused.class);
        assertThatThrownBy(() -> read(2, 2, 3, 3)).isInstanceOf(SnapshotRefused.class);
        assertThatThrownBy(() -> read(2, 2, 4, 3)).isInstanceOf(SnapshotRefused.class);
    }

    @Test
    void a_count_that_is_not_the_manifests_is_refused_before_anything_is_read() {
        assertThatThrownBy(() -> read(2, 1, 0, 1)).hasMessage("the file counts 1 pages, not 2");
        assertThatThrownBy(() -> read(2, -1, 0, 1)).isInstanceOf(SnapshotRefused.class);
        assertThatThrownBy(() -> read(2, Integer.MAX_VALUE, 0, 1)).isInstanceOf(SnapshotRefused.class);
        assertThatThrownBy(() -> read(3, 2, 0, 1)).hasMessageStartingWith("the pages are ");
    }
}
