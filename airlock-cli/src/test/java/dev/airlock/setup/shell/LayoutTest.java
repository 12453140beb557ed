package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void a_place_that_contains_one_of_the_hosts_is_put_in_once() {
        var layout = new Layout(Path.of("/srv/opt/airlock"));
        assertThat(
                        layout.placed(
                                "keys.dir=/var/lib/airlock/keys\nEnvironmentFile=/etc/airlock/x\nExecStart=/opt/airlock/bin/airlock"))
                .isEqualTo(
                        "keys.dir=/srv/opt/airlock/var/keys\nEnvironmentFile=/srv/opt/airlock/etc/x\nExecStart=/srv/opt/airlock/bin/airlock");
        assertThat(new Layout(Path.of("/opt/airlock")).placed("/opt/airlock/bin /etc/airlock/x"))
                .isEqualTo("/opt/airlock/bin /etc/airlock/x");
    }
}
