package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What JUnit's ConsoleLauncher 6 has said in runs of ours, cut short. */
final class TranscriptTest {
    private static final String PASSED = """
            JUnit Jupiter > TrapTest > a_harmless_guest_survives() :: STARTED
            JUnit Jupiter > TrapTest > a_harmless_guest_survives() :: SUCCESSFUL
            """;

    private static final String FAILED = """
            JUnit Jupiter > TrapTest > it_faults_when_it_tries_to(String, String) > "an alignment trap" :: STARTED
            JUnit Jupiter > TrapTest > it_faults_when_it_tries_to(String, String) > "an alignment trap" :: FAILED
            \tjava.lang.AssertionError: [an alignment trap]\s
            \tExpecting actual:
            \t  Exited[code=7]
            \t\tat dev.airlock.microvm.TrapTest.it_faults_when_it_tries_to(TrapTest.java:82)
            """;

    private static final String ABORTED = """
            JUnit Jupiter > VcpuTest > kvm_speaks_the_api_we_know() :: STARTED
            JUnit Jupiter > VcpuTest > kvm_speaks_the_api_we_know() :: ABORTED
            \torg.opentest4j.TestAbortedException: Assumption failed: SKIPPED: /dev/kvm cannot be used
            \t\tat org.junit.jupiter.api.Assumptions.throwAssumptionFailed(Assumptions.java:340)
            """;

    private final List<String> told = new ArrayList<>();
    private final Transcript transcript = new Transcript(told::add);

    private void hear(String text) {
        text.lines().forEach(transcript);
    }

    private static String summary(int found, int successful, int failed, int containersFailed) {
        return """

                Test run finished after 275678 ms
                [         5 containers found      ]
                [         5 containers successful ]
                [%10d containers failed     ]
                [%10d tests found           ]
                [         0 tests aborted         ]
                [%10d tests successful      ]
                [%10d tests failed          ]

                """.formatted(containersFailed, found, successful, failed);
    }

    @Test
    void a_run_in_which_all_passed_holds() throws SelftestFailed {
        hear(PASSED + summary(1, 1, 0, 0) + "selftest: exit 0\n");
        assertThat(transcript.tally().holds()).isTrue();
        assertThat(transcript.tally().text()).isEqualTo("1 tests, 0 failed, 0 skipped");
        assertThat(told).containsExactly("ok    TrapTest > a_harmless_guest_survives()");
    }

    @Test
    void a_failure_is_told_with_its_whole_text_and_fails_the_run() throws SelftestFailed {
        hear(FAILED + PASSED + summary(2, 1, 1, 0) + "selftest: exit 1\n");
        assertThat(transcript.tally().holds()).isFalse();
        assertThat(transcript.tally().text()).isEqualTo("2 tests, 1 failed, 0 skipped");
        assertThat(told)
                .containsExactly(
                        "FAIL  TrapTest > it_faults_when_it_tries_to(String, String) > \"an alignment trap\"",
                        "      java.lang.AssertionError: [an alignment trap]",
                        "      Expecting actual:",
                        "      Exited[code=7]",
                        "      at dev.airlock.microvm.TrapTest.it_faults_when_it_tries_to(TrapTest.java:82)",
                        "ok    TrapTest > a_harmless_guest_survives()");
    }

    @Test
    void a_skipped_test_is_told_with_its_reason_alone() throws SelftestFailed {
        hear(ABORTED + PASSED + summary(2, 1, 0, 0) + "selftest: exit 0\n");
        assertThat(transcript.tally().holds()).isTrue();
        assertThat(transcript.tally().text()).isEqualTo("2 tests, 0 failed, 1 skipped");
        assertThat(told)
                .containsExactly(
                        "skip  VcpuTest > kvm_speaks_the_api_we_know()",
                        "      SKIPPED: /dev/kvm cannot be used",
                        "ok    TrapTest > a_harmless_guest_survives()");
    }

    @Test
    void a_run_in_which_all_was_skipped_does_not_hold() throws SelftestFailed {
        hear(ABORTED + summary(1, 0, 0, 0) + "selftest: exit 0\n");
        assertThat(transcript.tally().holds()).isFalse();
        assertThat(transcript.tally().skipped()).isEqualTo(1);
    }

    @Test
    void a_class_that_could_not_be_begun_fails_the_run() throws SelftestFailed {
        hear(PASSED + summary(3, 1, 0, 1) + "selftest: exit 1\n");
        assertThat(transcript.tally().holds()).isFalse();
        assertThat(transcript.tally().failed()).isEqualTo(1);
    }

    @Test
    void counts_that_disagree_with_the_exit_code_do_not_hold() throws SelftestFailed {
        hear(PASSED + summary(1, 1, 0, 0));
        transcript.ended(134);
        assertThat(transcript.tally().holds()).isFalse();
    }

    @Test
    void a_machine_that_ends_in_mid_test_gives_no_verdict_but_its_last_words() {
        hear(PASSED + "JUnit Jupiter > TrapTest > the_last() :: STARTED\n# A fatal error has been detected\n");
        assertThat(transcript.running()).isEqualTo("TrapTest > the_last()");
        assertThatThrownBy(transcript::tally)
                .isInstanceOf(SelftestFailed.class)
                .hasMessageContaining("did not come to their end")
                .hasMessageContaining("A fatal error");
    }

    @Test
    void a_summary_without_the_line_of_the_exit_is_no_verdict() {
        hear(PASSED + summary(1, 1, 0, 0));
        assertThatThrownBy(transcript::tally).isInstanceOf(SelftestFailed.class);
    }

    @Test
    void no_test_at_all_is_no_verdict() {
        hear("WARNING: Error scanning files for URI jar:file:/code/3.jar\n" + summary(0, 0, 0, 0)
                + "selftest: exit 2\n");
        assertThatThrownBy(transcript::tally)
                .isInstanceOf(SelftestFailed.class)
                .hasMessageContaining("no test was found")
                .hasMessageContaining("Error scanning");
    }

    @Test
    void lines_from_a_serial_port_end_with_a_carriage_return() throws SelftestFailed {
        hear((PASSED + summary(1, 1, 0, 0) + "selftest: exit 0\n").replace("\n", "\r\r\n"));
        assertThat(transcript.tally().holds()).isTrue();
        assertThat(told).containsExactly("ok    TrapTest > a_harmless_guest_survives()");
    }
}
