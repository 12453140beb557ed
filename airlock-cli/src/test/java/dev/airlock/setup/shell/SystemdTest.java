package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdTest {
    @TempDir
    private Path folder;

    private Systemd saying(String script) throws Exception {
        Path command = folder.resolve("systemctl");
        Files.writeString(command, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Systemd(command.toString());
    }

    /** And systemd has half a minute for itself. */
    @Test
    void a_stop_is_waited_for_as_long_as_the_units_may_take_one_behind_the_other() throws Exception {
        Systemd systemd =
                saying("[ \"$*\" = 'show --property=TimeoutStopUSec --value a b' ] && printf '10min\\n\\n1min 30s\\n'");
        assertThat(systemd.stopMost(List.of("a", "b"))).isEqualTo(Duration.ofMinutes(10 + 2));
    }

    @Test
    void it_is_never_waited_for_less_than_usual() throws Exception {
        assertThat(saying("printf '5s\\n'").stopMost(List.of("a"))).isEqualTo(Tool.USUALLY_MOST);
        assertThat(saying("exit 1").stopMost(List.of("a"))).isEqualTo(Tool.USUALLY_MOST);
    }

    @Test
    void of_our_units_those_that_are_active_are_at_work() throws Exception {
        assertThat(saying("[ \"$3\" = airlock-snaft.service ] || [ \"$3\" = airlock-broker.service ]")
                        .active())
                .containsExactly("airlock-broker.service", "airlock-snaft.service");
    }

    @Test
    void what_it_says_against_a_step_is_told() throws Exception {
        Systemd systemd = saying("echo no such unit; exit 5");
        assertThatThrownBy(() -> systemd.call("start", List.of("a", "b")))
                .isInstanceOf(SetupFailed.class)
                .hasMessage("systemctl start a b: no such unit");
    }
}
