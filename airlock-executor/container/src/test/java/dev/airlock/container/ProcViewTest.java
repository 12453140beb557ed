package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program ended with, as the kernel says it, whatever the program calls itself. */
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
    void of_one_that_lives_it_is_not_told() {
        assertThat(new ProcView((int) ProcessHandle.current().pid()).code()).isEmpty();
    }
}
