package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel shows of a program, whatever the program calls itself and has open. */
class ProcViewTest {
    private static final int PROCESS = 4321;

    /** As the kernel writes it: 52 fields, the name in parentheses, and a line end. */
    private static String stat(String name, String state, String code) {
        String between = IntStream.range(0, 48).mapToObj(_ -> "1").collect(Collectors.joining(" "));
        return PROCESS + " (" + name + ") " + state + " " + between + " " + code + "\n";
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1792, 7", "65280, 255", "9, 137", "159, 159", "31, 159", "139, 139"})
    void its_code_is_told_or_128_and_the_number_of_a_signal_whether_or_not_it_dumped_core(String status, int code) {
        assertThat(ProcView.codeIn(stat("python3", "Z", status), PROCESS)).hasValue(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ") Z 0",
                ") Z 0\n",
                ") Z 51200\n",
                ") Z 51200\r",
                "\n1 (a) Z 0\n",
                ")) Z 0 0 0 0 0 0",
                "(",
                ") ",
                "a b",
                ""
            })
    void no_name_that_it_gives_itself_says_anything_of_its_end(String name) {
        assertThat(ProcView.codeIn(stat(name, "Z", "31"), PROCESS)).hasValue(159);
        assertThat(ProcView.codeIn(stat(name, "S", "0"), PROCESS)).isEmpty();
    }

    @Test
    void a_name_with_all_the_fields_in_it_is_still_a_name() {
        String forged = stat("x", "Z", "51200");
        assertThat(ProcView.codeIn(stat(forged, "Z", "31"), PROCESS)).hasValue(159);
    }

    @Test
    void later_kernels_may_say_more_behind_it() {
        assertThat(ProcView.codeIn(stat("p", "Z", "1792").replace("\n", " 0 12\n"), PROCESS))
                .hasValue(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4321",
                "4321 (p",
                "4321 (p) Z",
                "4321 (p) Z 0",
                "4321 (p) Z 1 2 3\n",
                "4321 p Z 1",
            })
    void what_is_no_such_line_says_nothing(String line) {
        assertThat(ProcView.codeIn(line, PROCESS)).isEmpty();
    }

    @Test
    void another_process_and_a_code_that_is_none_say_nothing() {
        assertThat(ProcView.codeIn(stat("p", "Z", "0"), PROCESS + 1)).isEmpty();
        assertThat(ProcView.codeIn(stat("p", "Z", "-1"), PROCESS)).isEmpty();
        assertThat(ProcView.codeIn(stat("p", "Z", "9999999999"), PROCESS)).isEmpty();
        assertThat(ProcView.codeIn(stat("p", "Z", "0").replace(" Z 1 ", " Z x "), PROCESS))
                .isEmpty();
    }

    @Test
    void a_line_ends_at_a_line_feed_and_at_nothing_that_may_be_in_a_name() {
        assertThat(ProcView.linesOf("Name:\tx\rVmPeak:\t1 kB\fy\u0085z\nVmPeak:\t9 kB\n"))
                .containsExactly("Name:\tx\rVmPeak:\t1 kB\fy\u0085z", "VmPeak:\t9 kB");
    }

    @ParameterizedTest
    @CsvSource({
        "pipe:[123], true",
        "anon_inode:[eventpoll], true",
        "anon_inode:[eventfd], true",
        "anon_inode:seccomp notify, false",
        "anon_inode:[pidfd], false",
        "anon_inode:[io_uring], false",
        "socket:[123], false",
        "/tmp/pipe:[123], false"
    })
    void what_is_open_without_a_file_is_a_pipe_or_what_a_program_waits_with(String target, boolean known) {
        assertThat(ProcView.hasNoFile(target)).isEqualTo(known);
    }

    @Test
    void of_what_a_program_can_make_long_no_more_is_read_than_is_needed(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("fdinfo"));
        ProcView process = new ProcView(PROCESS, folder);
        longFile(folder.resolve("fdinfo/3"), "pos:\t0\nflags:\t0100000\nmnt_id:\t7\nlock:\t1: POSIX\n");
        assertThat(process.mountOf(3)).hasValue(7);
        longFile(folder.resolve("status"), "Name:\tx\n");
        assertThatThrownBy(process::peakBytes).isInstanceOf(IOException.class).hasMessageContaining("more than 65536");
        longFile(folder.resolve("stat"), stat("p", "Z", "1792"));
        assertThat(process.code()).isEmpty();
    }

    /** Longer than any array. */
    private static void longFile(Path at, String begins) throws IOException {
        Files.writeString(at, begins);
        try (RandomAccessFile file = new RandomAccessFile(at.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
    }

    @Test
    void of_one_that_lives_it_is_not_told() {
        assertThat(new ProcView((int) ProcessHandle.current().pid()).code()).isEmpty();
    }
}
