package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedSpoolTest {
    @TempDir
    private Path folder;

    private SortedSpool spool() {
        return new SortedSpool(new Scratch(folder));
    }

    private static List<byte[]> all(SortedSpool spool) {
        List<byte[]> all = new ArrayList<>();
        spool.sorted().forEachRemaining(all::add);
        return all;
    }

    @Test
    void few_come_back_in_the_order_of_their_unsigned_bytes_without_a_file() {
        try (var spool = spool()) {
            List.of(new byte[] {-1}, new byte[] {1, 2}, new byte[0], new byte[] {1}, new byte[] {1})
                    .forEach(spool::add);
            assertThat(all(spool))
                    .containsExactly(new byte[0], new byte[] {1}, new byte[] {1}, new byte[] {1, 2}, new byte[] {-1});
            assertThat(spool.files()).isZero();
        }
    }

    @Test
    void any_number_of_any_lengths_comes_back_in_order_as_often_as_it_is_asked_for() {
        var random = new Random(7);
        List<byte[]> expected = new ArrayList<>();
        try (var spool = spool()) {
            for (int number = 0; number < 3 * SortedSpool.HELD_MAX + 17; number++) {
                byte[] entry = new byte[number % 1_000 == 3 ? 20_000 : random.nextInt(40)];
                random.nextBytes(entry);
                expected.add(entry);
                spool.add(entry);
            }
            expected.sort(Arrays::compareUnsigned);
            assertThat(all(spool)).containsExactlyElementsOf(expected);
            assertThat(all(spool)).as("once more").containsExactlyElementsOf(expected);
            assertThat(spool.files()).isEqualTo(1);
            assertThat(folder).as("a file that is open has no name").isEmptyDirectory();
        }
    }

    @Test
    void runs_become_larger_ones_so_that_neither_heap_nor_open_files_grow_with_the_entries() {
        int many = SortedSpool.HELD_MAX * (SortedSpool.RUNS_MAX + 3);
        try (var spool = spool()) {
            for (long number = 0; number < many; number++) {
                // an odd factor reaches every number of 64 bits once
                spool.add(ByteBuffer.allocate(Long.BYTES)
                        .putLong(number * 0x9E3779B97F4A7C15L)
                        .array());
                assertThat(spool.held()).isLessThan(SortedSpool.HELD_MAX + 2 * SortedSpool.RUNS_MAX);
            }
            assertThat(spool.held())
                    .as("one of the second level, three of the first")
                    .isEqualTo(4);
            assertThat(spool.files()).as("one for each level").isEqualTo(2);
            long count = 0;
            byte[] last = new byte[0];
            for (Iterator<byte[]> sorted = spool.sorted(); sorted.hasNext(); count++) {
                byte[] next = sorted.next();
                assertThat(Arrays.compareUnsigned(last, next)).isNegative();
                last = next;
            }
            assertThat(count).isEqualTo(many).isEqualTo(spool.size());
        }
    }

    @Test
    void a_run_that_was_cut_is_an_error_and_never_an_end() throws Exception {
        Path file = folder.resolve("kept");
        try (var spool = new SortedSpool(new Scratch(folder, _ -> kept(file)))) {
            for (int number = 0; number < SortedSpool.HELD_MAX; number++) {
                spool.add(new byte[100]);
            }
            for (int left : new int[] {1_000, 5 * 104}) {
                Files.write(file, Arrays.copyOf(Files.readAllBytes(file), left));
                assertThatThrownBy(() -> all(spool))
                        .isInstanceOf(ScratchFailed.class)
                        .hasMessageContaining("shorter");
            }
        }
    }

    private static FileChannel kept(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
