package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.jail.shell.Cell;
import dev.airlock.jail.shell.Cell.Allowance;
import dev.airlock.linux.Landlock.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorCellTest {
    @TempDir
    private Path folder;

    private Cell cell(Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers", "a:9092, [::1]:9093",
                "security.protocol", "PLAINTEXT",
                "keys.dir", folder.resolve("keys").toString(),
                "images.dir", folder.resolve("images").toString(),
                "name", "executor-0",
                "jail", "on",
                "jail.user", "64000:64000"));
        settings.putAll(more);
        return ExecutorCell.of(ExecutorConfig.from(settings), folder.resolve("executor.properties"));
    }

    @Test
    void the_brokers_ports_may_be_reached_and_those_that_are_named() throws Exception {
        assertThat(cell(Map.of("jail.connect", "9094,9092")).ports()).containsExactly(9092, 9093, 9094);
    }

    @Test
    void a_broker_without_a_port_is_refused() {
        assertThatThrownBy(() -> cell(Map.of("bootstrap.servers", "kafka", "security.protocol", "SSL")))
                .hasMessageContaining("must end in :PORT");
    }

    @Test
    void the_device_is_driven_and_images_and_settings_are_read() throws Exception {
        assertThat(cell(Map.of()).files())
                .contains(
                        new Allowance(Path.of("/dev/kvm"), Access.DEVICE),
                        Allowance.read(folder.resolve("images")),
                        Allowance.read(folder.resolve("executor.properties")));
    }

    /** Else whoever has the process could name keys that the next start trusts. */
    @Test
    void keys_are_written_once_and_then_only_read() throws Exception {
        Path keys = Files.createDirectory(folder.resolve("keys"));
        assertThat(cell(Map.of()).files()).contains(Allowance.write(keys)).doesNotContain(Allowance.read(keys));
        Files.createFile(keys.resolve("executor.key"));
        assertThat(cell(Map.of()).files()).contains(Allowance.write(keys));
        Files.createFile(keys.resolve("executor.pub"));
        assertThat(cell(Map.of()).files()).contains(Allowance.read(keys)).doesNotContain(Allowance.write(keys));
    }

    /** As where root without its capabilities may not enter the folder; here the way to the file leads in a circle. */
    @Test
    void where_nobody_can_tell_whether_the_key_is_there_nothing_is_written() throws Exception {
        Path keys = Files.createDirectory(folder.resolve("keys"));
        Files.createFile(keys.resolve("executor.pub"));
        Path key = keys.resolve("executor.key");
        Files.createSymbolicLink(key, key);
        assertThat(Files.exists(key) || Files.notExists(key)).isFalse();
        assertThat(cell(Map.of()).files()).contains(Allowance.read(keys)).doesNotContain(Allowance.write(keys));
    }
}
