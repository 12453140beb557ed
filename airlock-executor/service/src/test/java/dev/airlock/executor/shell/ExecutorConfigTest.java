package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.container.ContainerRuntime;
import dev.airlock.executor.model.GuestRoom;
import dev.airlock.executor.model.Isolation;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.jail.model.JailSettings;
import dev.airlock.jail.model.JailSettings.Level;
import dev.airlock.jail.model.Strictness;
import dev.airlock.road.Bus;
import dev.airlock.road.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorConfigTest {
    private static final Map<String, String> LEAST =
            Map.of("bootstrap.servers", "127.0.0.1:9092", "keys.dir", "/keys", "images.dir", "/images");

    private static Map<String, String> with(String key, String value) {
        Map<String, String> properties = new HashMap<>(LEAST);
        properties.put(key, value);
        return properties;
    }

    @Test
    void executors_of_one_file_are_told_apart_by_the_names_of_their_hosts() throws UnknownHostException {
        assertThat(ExecutorConfig.from(with("name", "executor-%h")).name())
                .isEqualTo("executor-" + InetAddress.getLocalHost().getHostName());
    }

    @Test
    void the_least_has_these_defaults() {
        assertThat(ExecutorConfig.from(LEAST))
                .isEqualTo(new ExecutorConfig(
                        Bus.at("127.0.0.1:9092"),
                        Path.of("/keys"),
                        Path.of("/images"),
                        Optional.empty(),
                        true,
                        "executor-0",
                        "executor",
                        false,
                        HostRoom.HERE.slots(),
                        Duration.ofMinutes(5),
                        1_000_000,
                        65_536,
                        4,
                        "airlock-python:latest",
                        SizeClass.MIB_256,
                        false,
                        false,
                        new PoolLimits(1, HostRoom.HERE.slots() + 1, 256, Duration.ofMinutes(1), 2048, 1000),
                        Duration.ofSeconds(5),
                        new Containing(Isolation.AUTO, ContainerRuntime.Wanted.AUTO, Path.of("/containers"), false),
                        JailSettings.OFF));
    }

    @Test
    void every_key_is_read() {
        Map<String, String> all = new HashMap<>(Map.of(
                "bootstrap.servers",
                "broker:1",
                "security.protocol",
                "SSL",
                "namespace",
                "n.",
                "keys.dir",
                "/k",
                "images.dir",
                "/i",
                "name",
                "host2",
                "key.name",
                "executor@host2",
                "slots",
                "3",
                "deadline.max.ms",
                "1000",
                "calls.max",
                "77"));
        all.putAll(Map.of(
                "snapshots.max",
                "2",
                "warm.image",
                "other:1",
                "warm.memory.mib",
                "128",
                "snapshots.dir",
                "/s",
                "snapshots.keep",
                "false",
                "simulation.enabled",
                "true",
                "audit.enabled",
                "true",
                "drain.ms",
                "0"));
        all.putAll(Map.of(
                "slots.min",
                "0",
                "slots.max",
                "7",
                "queue.max",
                "9",
                "idle.ms",
                "50",
                "slot.spare.pages",
                "11",
                "reset.proof.every",
                "1"));
        all.put("key.hybrid", "true");
        all.put("output.max.bytes", "78");
        all.putAll(Map.of(
                "isolation",
                "microvm",
                "container.runtime",
                "runc",
                "containers.dir",
                "/c",
                "container.calls",
                "every"));
        all.putAll(Map.of("jail", "required", "jail.user", "5:6", "jail.seccomp", "kill", "jail.connect", "9093"));
        assertThat(ExecutorConfig.from(all))
                .isEqualTo(new ExecutorConfig(
                        new Bus("broker:1", Map.of("security.protocol", "SSL"), "n."),
                        Path.of("/k"),
                        Path.of("/i"),
                        Optional.of(Path.of("/s")),
                        false,
                        "host2",
                        "executor@host2",
                        true,
                        3,
                        Duration.ofSeconds(1),
                        77,
                        78,
                        2,
                        "other:1",
                        SizeClass.MIB_128,
                        true,
                        true,
                        new PoolLimits(0, 7, 9, Duration.ofMillis(50), 11, 1),
                        Duration.ZERO,
                        new Containing(Isolation.MICROVM, ContainerRuntime.Wanted.RUNC, Path.of("/c"), true),
                        new JailSettings(Level.REQUIRED, "5:6", Strictness.KILL, List.of(9093))));
    }

    @ParameterizedTest
    @CsvSource({
        "slots, 0",
        "slots, many",
        "isolation, none",
        "container.calls, some",
        "container.runtime, runsc",
        "container.runtime, RUNC",
        "deadline.max.ms, 0",
        "calls.max, -1",
        "output.max.bytes, 1048577",
        "snapshots.max, 0",
        "warm.memory.mib, 100",
        "warm.profile, hot",
        "snapshots.keep, never",
        "simulation.enabled, yes",
        "drain.ms, -5",
        "name, two words",
        "slots.min, -1",
        "slots.min, 1000000",
        "slots.max, 0",
        "slots.max, 4097",
        "queue.max, -1",
        "idle.ms, 0",
        "slot.spare.pages, -1",
        "reset.proof.every, -1",
        "slot, 3"
    })
    void a_wrong_value_or_key_is_named(String key, String value) {
        assertThatThrownBy(() -> ExecutorConfig.from(with(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "bare, airlock-python:bare",
        "json+re+math, airlock-python:json+re+math",
        "standard, airlock-python:latest"
    })
    void a_warm_profile_names_the_image_that_is_warmed(String profile, String image) {
        assertThat(ExecutorConfig.from(with("warm.profile", profile)).warmImage())
                .isEqualTo(image);
    }

    @Test
    void more_run_at_once_than_fit_into_the_control_group_only_if_somebody_says_so() {
        var room = new GuestRoom(64, OptionalLong.of(4L << 30), 1L << 30);
        assertThat(ExecutorConfig.from(new Settings(LEAST), room))
                .satisfies(config -> assertThat(config.slots()).isEqualTo(8))
                .satisfies(config -> assertThat(config.pool().slotsMax()).isEqualTo(9));
        assertThat(ExecutorConfig.from(new Settings(with("slots", "12")), room).slots())
                .isEqualTo(12);
        assertThat(HostRoom.HERE.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> ExecutorConfig.from(Map.of("keys.dir", "/k", "images.dir", "/i")))
                .hasMessage("the setting 'bootstrap.servers' is missing");
    }
}
