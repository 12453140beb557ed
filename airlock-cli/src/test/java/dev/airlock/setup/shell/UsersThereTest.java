package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.setup.model.Release;
import dev.airlock.setup.model.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersThereTest {
    @TempDir
    private Path folder;

    private Layout layout;

    @BeforeEach
    void empty() throws Exception {
        layout = new Layout(folder.resolve("opt/airlock"));
        Tree.open(layout.prefix());
    }

    private String beginning(String... asked) throws Exception {
        return new UsersThere(layout)
                .beginning(asked.length == 0 ? Optional.empty() : Optional.of(asked[0]))
                .beginning();
    }

    private void stamped(Optional<String> users) throws Exception {
        Stamps.write(layout, new Stamp(Instant.EPOCH, new Release("1.2.3", "a".repeat(64)), users));
    }

    private void unit(String user) throws Exception {
        Tree.open(layout.units());
        Files.writeString(
                layout.units().resolve("airlock-policy.service"), "[Service]\nUser=" + user + "\nGroup=" + user + "\n");
    }

    @Test
    void at_first_they_begin_as_is_usual_or_as_the_operator_says() throws Exception {
        assertThat(beginning()).isEqualTo("airlock");
        assertThat(beginning("acme")).isEqualTo("acme");
    }

    @Test
    void later_they_begin_as_at_the_last_set_up() throws Exception {
        stamped(Optional.of("acme"));
        unit("airlock-policy");
        assertThat(beginning()).isEqualTo("acme");
        assertThat(beginning("acme")).isEqualTo("acme");
    }

    @Test
    void where_the_stamp_does_not_say_the_units_do() throws Exception {
        stamped(Optional.empty());
        unit("acme-policy");
        assertThat(beginning()).isEqualTo("acme");
    }

    /** A set-up that was cut off before its stamp. */
    @Test
    void where_there_is_no_stamp_the_units_do() throws Exception {
        unit("acme-policy");
        assertThat(beginning()).isEqualTo("acme");
    }

    @Test
    void others_are_refused_as_long_as_there_are_settings_or_keys_of_these() throws Exception {
        stamped(Optional.of("acme"));
        Tree.open(layout.settings());
        assertThatThrownBy(() -> beginning("other"))
                .isInstanceOf(SetupFailed.class)
                .hasMessage("settings and state are there for the users acme-*, and --user says other");
        Tree.remove(layout.settings());
        assertThat(beginning("other")).isEqualTo("other");
        Tree.open(layout.state());
        assertThatThrownBy(() -> beginning("other")).isInstanceOf(SetupFailed.class);
    }
}
