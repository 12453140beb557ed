package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

/** What a command printed that did its work, for tests of other houses. */
public final class Answered {
    private Answered() {}

    /** Standard output of a command that ends with 0. */
    public static String by(String... arguments) {
        Said said = Said.by(arguments);
        assertThat(said.exit()).describedAs(said.err()).isZero();
        return said.out();
    }
}
