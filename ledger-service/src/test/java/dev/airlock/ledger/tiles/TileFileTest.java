package dev.airlock.ledger.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileFileTest {
    @TempDir
    private Path folder;

    private Path whole() {
        return folder.resolve("tile/0/000");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void grow(boolean complete, String... pieces) throws IOException {
        try (TileFile file = TileFile.at(whole())) {
            for (String piece : pieces) {
                file.append(bytes(piece));
            }
            file.sync();
            if (complete) {
                file.complete();
            }
        }
    }

    private String part() throws IOException {
        return Files.readString(TileFile.partOf(whole()));
    }

    @Test
    void it_has_its_name_only_when_it_is_whole() throws IOException {
        grow(false, "one", "two");
        assertThat(whole()).doesNotExist();
        assertThat(part()).isEqualTo("onetwo");
        grow(true, "one", "two", "three");
        assertThat(whole()).hasContent("onetwothree");
        assertThat(TileFile.partOf(whole())).doesNotExist();
    }

    @Test
    void what_is_there_and_right_is_not_written_again() throws IOException {
        grow(true, "one", "two");
        var long_ago = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(whole(), long_ago);
        grow(true, "one", "two");
        assertThat(Files.getLastModifiedTime(whole())).isEqualTo(long_ago);
        assertThat(whole()).hasContent("onetwo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "o", "one", "onetw", "Xnetwo", "oneXwo", "onetwX", "onetwo and more"})
    void a_file_that_was_torn_changed_or_lengthened_is_mended_by_growing_it_again(String found) throws IOException {
        Files.createDirectories(whole().getParent());
        Files.writeString(whole(), found);
        grow(true, "one", "two");
        assertThat(whole()).hasContent("onetwo");
        assertThat(TileFile.partOf(whole())).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "o", "oneX", "Xne", "onetwo and more"})
    void so_is_one_that_was_still_growing(String found) throws IOException {
        Files.createDirectories(whole().getParent());
        Files.writeString(TileFile.partOf(whole()), found);
        grow(true, "one", "two");
        assertThat(whole()).hasContent("onetwo");
    }

    @Test
    void what_lies_behind_the_place_where_it_differs_is_gone_at_once() throws IOException {
        Files.createDirectories(whole().getParent());
        Files.writeString(TileFile.partOf(whole()), "oneXXXXXXXXX");
        grow(false, "one", "two");
        assertThat(part()).isEqualTo("onetwo");
    }

    @Test
    void a_file_that_goes_on_is_read_to_where_it_was_and_then_written() throws IOException {
        grow(false, "one");
        grow(false, "one", "two");
        grow(true, "one", "two", "three");
        assertThat(whole()).hasContent("onetwothree");
    }
}
