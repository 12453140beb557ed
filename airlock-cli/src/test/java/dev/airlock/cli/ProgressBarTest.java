package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void it_grows_to_its_full_length_whatever_the_numbers() {
        assertThat(ProgressBar.text(0, 100)).contains("  0 %").doesNotContain("█");
        assertThat(ProgressBar.text(50, 100)).contains(" 50 %").contains("█".repeat(16) + " ");
        assertThat(ProgressBar.text(100, 100)).contains("100 %").contains("█".repeat(32));
        assertThat(ProgressBar.text(900, 100)).contains("100 %");
        assertThat(ProgressBar.text(0, 0)).contains("100 %");
        assertThat(ProgressBar.text(1, 3)).hasSameSizeAs(ProgressBar.text(2, 3));
    }

    @Test
    void who_is_no_terminal_sees_nothing_of_it() {
        var said = new StringWriter();
        var bar = new ProgressBar(new PrintWriter(said), false);
        bar.at(1, 2);
        bar.done();
        assertThat(said.toString()).isEmpty();
        var shown = new ProgressBar(new PrintWriter(said), true);
        shown.at(1, 2);
        shown.done();
        assertThat(said.toString()).contains("verifying").endsWith("\r\u001b[K");
    }
}
