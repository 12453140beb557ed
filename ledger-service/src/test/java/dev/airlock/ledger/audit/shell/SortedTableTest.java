package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTableTest {
    @TempDir
    private Path folder;

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static Optional<Long> number(Optional<byte[]> entry) {
        return entry.map(bytes -> ByteBuffer.wrap(bytes).getLong());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 200_000})
    void what_is_at_or_below_and_what_is_above_is_found_whether_it_is_in_files_or_not(int count) {
        var random = new Random(count);
        var expected = new TreeSet<Long>();
        try (var table = new SortedTable(new Scratch(folder), Long.BYTES)) {
            for (int added = 0; added < count; added++) {
                long number = 1 + random.nextLong(1_000_000_000_000L);
                expected.add(number);
                table.add(bytes(number));
            }
            table.seal();
            for (int asked = 0; asked < 2_000; asked++) {
                long key = asked % 2 == 0 || count == 0
                        ? random.nextLong(1_100_000_000_000L)
                        : expected.ceiling(Math.min(expected.last(), 1 + random.nextLong(1_000_000_000_000L)));
                assertThat(number(table.floor(bytes(key)))).isEqualTo(Optional.ofNullable(expected.floor(key)));
                assertThat(number(table.above(bytes(key)))).isEqualTo(Optional.ofNullable(expected.higher(key)));
            }
            assertThat(table.spilt()).isEqualTo(count > 100_000);
            assertThat(folder).as("a file that is open has no name").isEmptyDirectory();
        }
    }

    @Test
    void an_entry_of_another_length_is_refused() {
        try (var table = new SortedTable(new Scratch(folder), Long.BYTES)) {
            assertThatThrownBy(() -> table.add(new byte[7])).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
