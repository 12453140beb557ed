package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.files.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files: each answer is the one that Linux gives on a tmpfs, or on a read-only root. */
class FileCallTest {
    private static final int CREATE = 0100;
    private static final int EXCLUSIVE = 0200;
    private static final int TRUNCATE = 01000;
    private static final int APPEND = 02000;
    private static final int READ_WRITE = 2;
    private static final int NEW = CREATE | READ_WRITE;

    private PaperGuest guest;

    @BeforeEach
    void start() {
        guest = PaperGuest.start();
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "/text, 0, 3",
                "/nothing, 0, -2",
                "/nothing, 0100, -30",
                "/text, 02, -30",
                "/text, 01000, -30",
                "/secret, 0, -13",
                "/text/x, 0, -20",
                "/text/, 0, -20",
                "/folder, 0200000, 3",
                "/text, 0200000, -20",
                "/folder, 1, -21",
                "/folder, 0100, -21",
                "/loop, 0, -40",
                "/link, 0400000, -40",
                "/link, 0, 3",
                "/link, 0300, -17",
                "/tmp, 0, 3",
                "/tmp, 02, -21",
                "/tmp/new, 0, -2",
                "/tmp/new, 0102, 3",
                "/tmp/new, 0302, 3",
                "/tmp/new/, 0102, -21",
                "/tmp/no/new, 0102, -2",
                "/dev/null, 2, 3",
                "/dev/none, 0100, -30",
                "/dev/shm/x, 0102, 3",
                "/tmp, 020200002, 3",
                "/folder, 020200002, -30",
                "/tmp, 020200000, -22",
                "/../text, 0, 3",
                "\"\", 0, -2"
            })
    void open_answers_as_linux_does(String path, String flags, long answer) {
        assertThat(guest.open(path, Integer.parseInt(flags, 8))).isEqualTo(answer);
    }

    @Test
    void a_file_holds_what_is_written_wherever_it_is_written() {
        assertThat(guest.open("/tmp/f", NEW)).isEqualTo(3);
        assertThat(guest.write(3, "hello world")).isEqualTo(11);
        assertThat(guest.call(Numbers.LSEEK, 3, 6, 0)).isEqualTo(6);
        assertThat(guest.write(3, "W")).isEqualTo(1);
        assertThat(guest.call(Numbers.PWRITE64, 3, guest.path("J"), 1, 0)).isEqualTo(1);
        guest.call(Numbers.LSEEK, 3, 0, 0);
        assertThat(guest.read(3, 100)).isEqualTo("Jello World");
        assertThat(guest.read(3, 100)).isEmpty();
        assertThat(guest.open("/tmp/f", APPEND | READ_WRITE)).isEqualTo(4);
        assertThat(guest.write(4, "!")).isEqualTo(1);
        assertThat(guest.call(Numbers.PREAD64, 3, PaperGuest.AREA, 10, 10)).isEqualTo(2);
        assertThat(guest.open("/tmp/f", TRUNCATE | READ_WRITE)).isEqualTo(5);
        assertThat(guest.call(Numbers.LSEEK, 3, 0, 2)).isZero();
    }

    @Test
    void holes_read_as_zeros_cost_nothing_and_are_found() {
        guest.open("/tmp/f", NEW);
        guest.call(Numbers.LSEEK, 3, 1L << 40, 0);
        guest.write(3, "end");
        assertThat(guest.process.temporaryBytes()).isLessThan(8192);
        assertThat(guest.call(Numbers.PREAD64, 3, PaperGuest.AREA, 4, 1 << 20)).isEqualTo(4);
        assertThat(guest.getInt(PaperGuest.AREA)).isZero();
        assertThat(guest.call(Numbers.LSEEK, 3, 0, 3)).isEqualTo(1L << 40);
        assertThat(guest.call(Numbers.LSEEK, 3, 0, 4)).isZero();
        assertThat(guest.call(Numbers.LSEEK, 3, 1L << 40, 4)).isEqualTo((1L << 40) + 3);
        assertThat(guest.call(Numbers.LSEEK, 3, (1L << 40) + 3, 3)).isEqualTo(Errors.ENXIO);
        assertThat(guest.call(Numbers.FTRUNCATE, 3, Long.MAX_VALUE)).isZero();
        assertThat(guest.call(Numbers.PWRITE64, 3, guest.path("abc"), 3, Long.MAX_VALUE - 1))
                .isEqualTo(Errors.EFBIG);
        assertThat(guest.call(Numbers.FTRUNCATE, 3, -1)).isEqualTo(Errors.EINVAL);
        assertThat(guest.call(Numbers.FALLOCATE, 3, 0, 0, 4096)).isEqualTo(Errors.EOPNOTSUPP);
    }

    @Test
    void what_does_not_fit_is_enospc_and_what_is_removed_is_there_again() {
        guest.process.limitTemporaryFiles(64 * 1024);
        guest.open("/tmp/f", NEW);
        long written = guest.call(Numbers.WRITE, 3, PaperGuest.AREA, 128 * 1024);
        assertThat(written).isBetween(40_000L, 64L * 1024);
        assertThat(guest.call(Numbers.WRITE, 3, PaperGuest.AREA, 8192)).isEqualTo(Errors.ENOSPC);
        assertThat(guest.call(Numbers.UNLINK, guest.path("/tmp/f"))).isZero();
        assertThat(guest.call(Numbers.PREAD64, 3, PaperGuest.AREA, 10, 0)).isEqualTo(10);
        assertThat(guest.open("/tmp/g", NEW)).isEqualTo(4);
        assertThat(guest.call(Numbers.WRITE, 4, PaperGuest.AREA, 8192)).isLessThan(8192);
        guest.call(Numbers.CLOSE, 3);
        assertThat(guest.call(Numbers.WRITE, 4, PaperGuest.AREA, 8192)).isEqualTo(8192);
        guest.call(Numbers.CLOSE, 4);
        guest.call(Numbers.UNLINK, guest.path("/tmp/g"));
        assertThat(guest.process.temporaryBytes()).isZero();
    }

    @Test
    void names_without_end_are_enospc_in_time() {
        guest.process.limitTemporaryFiles(1 << 20);
        long last = 0;
        int made = 0;
        while (last == 0 && made < 10_000) {
            last = guest.call(Numbers.MKDIR, guest.path("/tmp/d" + made), 0755);
            made += last == 0 ? 1 : 0;
        }
        assertThat(last).isEqualTo(Errors.ENOSPC);
        assertThat(made).isBetween(1000, 3000);
    }

    @Test
    void a_tree_can_be_made_moved_listed_and_removed() {
        assertThat(guest.call(Numbers.MKDIR, guest.path("/tmp/a"), 0755)).isZero();
        assertThat(guest.call(Numbers.MKDIR, guest.path("/tmp/a/b"), 0755)).isZero();
        assertThat(guest.call(Numbers.MKDIR, guest.path("/tmp/a"), 0755)).isEqualTo(Errors.EEXIST);
        assertThat(guest.call(Numbers.MKDIR, guest.path("/folder/x"), 0755)).isEqualTo(Errors.EROFS);
        guest.open("/tmp/a/f", NEW);
        assertThat(rename("/tmp/a", "/tmp/a/b/c")).isEqualTo(Errors.EINVAL);
        assertThat(rename("/tmp/a/b", "/tmp/a")).isEqualTo(Errors.ENOTEMPTY);
        assertThat(rename("/tmp/a/f", "/tmp/a/b")).isEqualTo(Errors.EISDIR);
        assertThat(rename("/tmp/a/b", "/tmp/a/f")).isEqualTo(Errors.ENOTDIR);
        assertThat(rename("/tmp/a/f", "/tmp/a/b/g")).isZero();
        assertThat(rename("/tmp/a", "/tmp/z")).isZero();
        assertThat(rename("/tmp", "/tmp2")).isEqualTo(Errors.EBUSY);
        assertThat(rename("/text", "/tmp/text")).isEqualTo(Errors.EXDEV);
        assertThat(guest.call(Numbers.RMDIR, guest.path("/tmp/z"))).isEqualTo(Errors.ENOTEMPTY);
        assertThat(guest.call(Numbers.RMDIR, guest.path("/tmp/z/b/g"))).isEqualTo(Errors.ENOTDIR);
        assertThat(guest.call(Numbers.UNLINK, guest.path("/tmp/z/b"))).isEqualTo(Errors.EISDIR);
        assertThat(guest.call(Numbers.CHDIR, guest.path("/tmp/z/b"))).isZero();
        assertThat(cwd()).isEqualTo("/tmp/z/b");
        assertThat(rename("/tmp/z", "/tmp/y")).isZero();
        assertThat(cwd()).isEqualTo("/tmp/y/b");
        assertThat(guest.call(Numbers.UNLINK, guest.path("g"))).isZero();
        assertThat(guest.call(Numbers.RMDIR, guest.path("/tmp/y/b"))).isZero();
        assertThat(guest.call(Numbers.GETCWD, PaperGuest.AREA, 100)).isEqualTo(Errors.ENOENT);
        assertThat(guest.open("x", NEW)).isEqualTo(Errors.ENOENT);
        assertThat(guest.open(".", 0)).isGreaterThan(0);
    }

    private long rename(String from, String to) {
        return guest.call(Numbers.RENAME, guest.path(from), guest.path(to));
    }

    private String cwd() {
        long length = guest.call(Numbers.GETCWD, PaperGuest.AREA, 4096);
        return new String(guest.get(PaperGuest.AREA, length - 1), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void an_exclusive_file_is_made_once() {
        assertThat(guest.open("/tmp/f", NEW | EXCLUSIVE)).isEqualTo(3);
        assertThat(guest.open("/tmp/f", NEW | EXCLUSIVE)).isEqualTo(Errors.EEXIST);
        guest.call(Numbers.SYMLINK, guest.path("gone"), guest.path("/tmp/l"));
        assertThat(guest.open("/tmp/l", NEW | EXCLUSIVE)).isEqualTo(Errors.EEXIST);
        assertThat(guest.open("/tmp/l", NEW)).isEqualTo(4);
        assertThat(guest.open("/tmp/gone", 0)).isEqualTo(5);
    }

    @Test
    void a_name_is_at_most_255_bytes_and_a_path_4095() {
        assertThat(guest.open("/tmp/" + "n".repeat(255), NEW)).isEqualTo(3);
        assertThat(guest.open("/tmp/" + "n".repeat(256), NEW)).isEqualTo(Errors.ENAMETOOLONG);
        assertThat(guest.open("/" + "./".repeat(2047), 0)).isEqualTo(4);
        assertThat(guest.open("/" + "./".repeat(2047) + "x", 0)).isEqualTo(Errors.ENAMETOOLONG);
    }

    @Test
    void links_share_a_file_and_forty_symbolic_ones_are_the_most() {
        guest.open("/tmp/f", NEW);
        guest.write(3, "shared");
        assertThat(guest.call(Numbers.LINK, guest.path("/tmp/f"), guest.path("/tmp/g")))
                .isZero();
        assertThat(guest.call(Numbers.LINK, guest.path("/text"), guest.path("/tmp/t")))
                .isEqualTo(Errors.EXDEV);
        assertThat(guest.call(Numbers.LINK, guest.path("/tmp"), guest.path("/tmp/t")))
                .isEqualTo(Errors.EPERM);
        guest.call(Numbers.UNLINK, guest.path("/tmp/f"));
        assertThat(guest.open("/tmp/g", 0)).isEqualTo(4);
        assertThat(guest.read(4, 10)).isEqualTo("shared");
        for (int i = 0; i < 41; i++) {
            String target = i == 0 ? "g" : "l" + (i - 1);
            guest.call(Numbers.SYMLINK, guest.path(target), guest.path("/tmp/l" + i));
        }
        assertThat(guest.open("/tmp/l39", 0)).isEqualTo(5);
        assertThat(guest.open("/tmp/l40", 0)).isEqualTo(Errors.ELOOP);
    }

    @Test
    void a_shared_mapping_and_its_file_agree_at_every_call() {
        guest.open("/tmp/f", NEW);
        guest.write(3, "0123456789");
        long at = guest.call(Numbers.MMAP, 0, 4096, 3, 1, 3, 0);
        assertThat(at).isPositive();
        put(at, "AB");
        assertThat(guest.call(Numbers.PREAD64, 3, PaperGuest.AREA, 4, 0)).isEqualTo(4);
        assertThat(new String(guest.get(PaperGuest.AREA, 4), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("AB23");
        guest.call(Numbers.PWRITE64, 3, guest.path("xy"), 2, 8);
        assertThat(new String(guest.get(at, 10), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("AB234567xy");
        put(at, "Z");
        assertThat(guest.call(Numbers.MUNMAP, at, 4096)).isZero();
        guest.call(Numbers.LSEEK, 3, 0, 0);
        assertThat(guest.read(3, 20)).isEqualTo("ZB234567xy");
        assertThat(guest.call(Numbers.MMAP, 0, 4096, 5, 2, 3, 0)).isPositive();
    }

    private void put(long at, String text) {
        try {
            guest.process.memory().write(at, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (dev.airlock.microvm.machine.BadAddress e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_file_in_memory_is_foreign_code_and_never_pristine() {
        guest.open("/tmp/f", NEW);
        guest.write(3, "code");
        var call = new dev.airlock.microvm.machine.Event.Call(Numbers.MMAP, 0, 4096, 5, 2, 3, 0);
        assertThat(ForeignCode.asksFor(guest.process, call)).isTrue();
        long at = guest.call(Numbers.MMAP, 0, 4096, 1, 2, 3, 0);
        var protect = new dev.airlock.microvm.machine.Event.Call(Numbers.MPROTECT, at, 4096, 5, 0, 0, 0);
        assertThat(ForeignCode.asksFor(guest.process, protect)).isTrue();
    }

    @Test
    void a_fork_has_files_and_descriptors_of_its_own() {
        guest.open("/tmp/f", NEW);
        guest.write(3, "before");
        guest.call(Numbers.PIPE2, PaperGuest.AREA, 0);
        guest.call(Numbers.MKDIR, guest.path("/tmp/d"), 0755);
        guest.call(Numbers.CHDIR, guest.path("/tmp/d"));
        GuestProcess fork = guest.process.fork(guest.space, guest.processor);
        fork.begin(new Console(new byte[0], 100), Long.MAX_VALUE, Tape.fresh());
        guest.write(3, " after");
        guest.call(Numbers.UNLINK, guest.path("/tmp/f"));
        var stat = new dev.airlock.microvm.machine.Event.Call(Numbers.LSEEK, 3, 0, 2, 0, 0, 0);
        assertThat(Personality.answer(fork, stat)).isEqualTo(6);
        assertThat(fork.workingFolder().path()).hasValue("/tmp/d");
        var write = new dev.airlock.microvm.machine.Event.Call(Numbers.WRITE, 5, guest.path("x"), 1, 0, 0, 0);
        assertThat(Personality.answer(fork, write)).isEqualTo(1);
        assertThat(fork.descriptors().at(4).orElseThrow().channel.readiness(fork))
                .isEqualTo(Channel.IN);
        assertThat(guest.process.descriptors().at(4).orElseThrow().channel.readiness(guest.process))
                .isZero();
    }
}
