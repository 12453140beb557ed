package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.files.GuestFile;
import dev.airlock.microvm.files.OutputFiles;
import dev.airlock.microvm.machine.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that a run is given below /in, and those that it leaves in /out. */
class HandedFilesTest {
    private static final int NEW = 0102;
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int PROT_EXEC = 4;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;

    private PaperGuest guest;

    @BeforeEach
    void start() {
        guest = PaperGuest.start();
        guest.process.hand(List.of(file("a.txt", "first"), file("data/b.txt", "second"), file("data/c", "")));
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private static GuestFile file(String name, String content) {
        return new GuestFile(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> taken(String... names) {
        OutputFiles.Taken taken = guest.process.take(List.of(names), 100);
        assertThat(taken).isInstanceOf(OutputFiles.Taken.Files.class);
        return ((OutputFiles.Taken.Files) taken)
                .files().stream()
                        .map(file -> file.name() + "=" + new String(file.content(), StandardCharsets.UTF_8))
                        .toList();
    }

    private void leave(String path, String content) {
        long opened = guest.open(path, NEW);
        assertThat(guest.write(opened, content)).isEqualTo(content.length());
        guest.call(Numbers.CLOSE, opened);
    }

    @Test
    void inputs_are_read_below_in() {
        assertThat(guest.read(guest.open("/in/a.txt", 0), 100)).isEqualTo("first");
        assertThat(guest.read(guest.open("/in/data/b.txt", 0), 100)).isEqualTo("second");
        assertThat(guest.read(guest.open("/in/data/../data/c", 0), 100)).isEmpty();
        assertThat(guest.open("/in/none", 0)).isEqualTo(Errors.ENOENT);
        assertThat(guest.open("/in/..", 0200000)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"/in/a.txt, 02", "/in/a.txt, 01000", "/in/new, 0102", "/in/data/new, 0102"})
    void nothing_below_in_is_written_or_made(String path, String flags) {
        assertThat(guest.open(path, Integer.parseInt(flags, 8))).isEqualTo(Errors.EROFS);
    }

    @Test
    void nothing_below_in_is_removed_renamed_or_given_other_rights() {
        assertThat(guest.call(Numbers.UNLINK, guest.path("/in/a.txt"))).isEqualTo(Errors.EROFS);
        assertThat(guest.call(Numbers.RENAME, guest.path("/in/a.txt"), guest.path("/out/a")))
                .isNegative();
        assertThat(guest.call(Numbers.CHMOD, guest.path("/in/a.txt"), 0777)).isNegative();
        assertThat(guest.call(Numbers.MKDIR, guest.path("/in/x"), 0777)).isEqualTo(Errors.EROFS);
        assertThat(guest.read(guest.open("/in/a.txt", 0), 100)).isEqualTo("first");
    }

    @Test
    void an_input_is_never_code_of_the_image() {
        long opened = guest.open("/in/a.txt", 0);
        Event.Call executable = new Event.Call(Numbers.MMAP, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, opened, 0);
        assertThat(ForeignCode.asksFor(guest.process, executable)).isTrue();
        long mapped = guest.call(Numbers.MMAP, 0, 4096, PROT_READ, MAP_PRIVATE, opened, 0);
        assertThat(guest.get(mapped, 5)).isEqualTo("first".getBytes(StandardCharsets.UTF_8));
        Event.Call later = new Event.Call(Numbers.MPROTECT, mapped, 4096, PROT_READ | PROT_EXEC, 0, 0, 0);
        assertThat(ForeignCode.asksFor(guest.process, later)).isTrue();
        long image = guest.open("/text", 0);
        assertThat(ForeignCode.asksFor(
                        guest.process,
                        new Event.Call(Numbers.MMAP, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, image, 0)))
                .isFalse();
    }

    @Test
    void what_lies_in_out_is_taken_in_the_order_in_which_it_was_wanted() {
        leave("/out/b", "two");
        guest.call(Numbers.MKDIR, guest.path("/out/d"), 0777);
        leave("/out/d/a", "one");
        leave("/out/other", "not wanted");
        assertThat(taken("d/a", "missing", "b", "b/x", "d")).containsExactly("d/a=one", "b=two");
    }

    @Test
    void no_link_is_followed_out_of_out() {
        leave("/tmp/t", "elsewhere");
        guest.call(Numbers.SYMLINK, guest.path("/tmp/t"), guest.path("/out/link"));
        guest.call(Numbers.SYMLINK, guest.path("/tmp"), guest.path("/out/folder"));
        guest.call(Numbers.SYMLINK, guest.path("/text"), guest.path("/out/image"));
        assertThat(taken("link", "folder/t", "image")).isEmpty();
    }

    @Test
    void what_was_written_into_a_shared_mapping_is_in_the_file() {
        long opened = guest.open("/out/m", NEW);
        guest.write(opened, "12345");
        long mapped = guest.call(Numbers.MMAP, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, opened, 0);
        assertThat(mapped).isPositive();
        put(mapped, "abc");
        assertThat(taken("m")).containsExactly("m=abc45");
    }

    private void put(long address, String text) {
        try {
            guest.process.space().memory().write(address, text.getBytes(StandardCharsets.UTF_8));
        } catch (dev.airlock.microvm.machine.BadAddress e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void files_that_are_too_large_together_or_full_of_holes_are_too_much() {
        leave("/out/a", "x".repeat(60));
        leave("/out/b", "x".repeat(41));
        assertThat(guest.process.take(List.of("a"), 100)).isInstanceOf(OutputFiles.Taken.Files.class);
        assertThat(guest.process.take(List.of("a", "b"), 100))
                .isEqualTo(new OutputFiles.Taken.TooMuch("output files of more than 100 bytes"));
        guest.call(Numbers.TRUNCATE, guest.path("/out/b"), 1L << 40);
        assertThat(guest.process.take(List.of("b"), 1 << 20)).isInstanceOf(OutputFiles.Taken.TooMuch.class);
    }

    @Test
    void more_files_than_may_lie_in_out_are_too_much() {
        guest.call(Numbers.MKDIR, guest.path("/out/d"), 0777);
        for (int i = 1; i < OutputFiles.ENTRIES_MAX; i++) {
            leave("/out/d/" + i, "");
        }
        assertThat(taken("d/1")).containsExactly("d/1=");
        leave("/out/one-more", "");
        assertThat(guest.process.take(List.of("d/1"), 100))
                .isEqualTo(new OutputFiles.Taken.TooMuch("more than 256 files in /out"));
    }

    @Test
    void what_lies_in_out_counts_as_files_in_memory() {
        guest.process.limitTemporaryFiles(16 << 10);
        long opened = guest.open("/out/big", NEW);
        long written = guest.call(Numbers.WRITE, opened, PaperGuest.AREA, 64 << 10);
        assertThat(written).isLessThan(16 << 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a b", "\u00e9", "a\0"})
    void a_hostile_name_is_no_file_of_a_guest(String name) {
        assertThatThrownBy(() -> file(name, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void two_inputs_of_one_name_and_one_below_another_are_refused() {
        assertThatThrownBy(() -> guest.process.hand(List.of(file("a", ""), file("a", ""))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guest.process.hand(List.of(file("a", ""), file("a/b", ""))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guest.process.hand(List.of(file("a/b", ""), file("a", ""))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
