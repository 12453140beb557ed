package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both launchers, with a program in the place of java that says what it was given. */
class LauncherOptionsTest {
    private static final String HUGE = "-XX:+UseTransparentHugePages";
    private static final String EXIT = "-XX:+ExitOnOutOfMemoryError";

    @TempDir
    private Path folder;

    @BeforeEach
    void java() throws IOException {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nfor one in \"$@\"; do echo \"$one\"; done\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        // In a user namespace of its own a container's backend would be looked for; that is not asked here.
        Path unshare = folder.resolve("jdk/bin/unshare");
        Files.writeString(unshare, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(unshare, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> given(String launcher, String... words) throws IOException, InterruptedException {
        var command = Stream.concat(
                        Stream.of(
                                "bash",
                                Path.of("..").resolve(launcher).toAbsolutePath().toString()),
                        Stream.of(words))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        folder.resolve("jdk/bin") + ":/usr/bin:/bin",
                        "AIRLOCK_DIST",
                        folder.toString(),
                        "AIRLOCK_JAVA_HOME",
                        folder.resolve("jdk").toString(),
                        "AIRLOCK_JAVA_OPTS",
                        "-Dours=1"));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        assertThat(text.lines()).contains("-Dours=1", "dev.airlock.cli.Airlock");
        return text.lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "snaft", "gateway", "ledger", "witness"})
    void a_service_that_has_no_memory_left_ends(String service) throws Exception {
        assertThat(given("deploy/dist/airlock", service, "--config", "x")).contains(EXIT);
        assertThat(given("deploy/airlock", service, "--config", "x")).contains(EXIT);
    }

    @Test
    void so_does_a_broker() throws Exception {
        assertThat(given("deploy/dist/airlock", "broker")).contains(EXIT);
    }

    /** The order that took it all is to have its token, or whoever comes next begins with it. */
    @ParameterizedTest
    @ValueSource(strings = {"executor", "up"})
    void what_runs_orders_goes_on(String command) throws Exception {
        assertThat(given("deploy/dist/airlock", command, "--config", "x")).doesNotContain(EXIT);
        assertThat(given("deploy/airlock", command, "--config", "x")).doesNotContain(EXIT);
    }

    /** Else a node that has run for minutes collects its whole heap for the sake of its code. */
    @ParameterizedTest
    @ValueSource(
            strings = {"up", "broker", "executor --config x", "gateway --config x", "bench fast", "ledger --config x"})
    void what_stays_has_room_for_its_code(String words) throws Exception {
        assertThat(given("deploy/dist/airlock", words.split(" ", -1))).contains("-XX:ReservedCodeCacheSize=512m");
    }

    /** Zeroing them would take a command that ends soon longer than it gains. */
    @ParameterizedTest
    @ValueSource(strings = {"deploy/dist/airlock", "deploy/airlock"})
    void what_runs_guests_has_its_heap_and_its_code_in_huge_pages_and_nothing_else(String launcher) throws Exception {
        assertThat(given(launcher, "up")).contains(HUGE);
        assertThat(given(launcher, "executor", "--config", "x")).contains(HUGE);
        assertThat(given(launcher, "gateway", "--config", "x")).doesNotContain(HUGE);
        assertThat(given(launcher, "run", "code:execute")).doesNotContain(HUGE);
    }

    /** Without its archive of classes each start would be slower. */
    @ParameterizedTest
    @ValueSource(strings = {"deploy/dist/airlock", "deploy/airlock"})
    void headers_are_compact_where_the_jdk_has_classes_in_that_form(String launcher) throws Exception {
        assertThat(given(launcher, "up")).doesNotContain("-XX:+UseCompactObjectHeaders");
        Files.createFile(
                Files.createDirectories(folder.resolve("jdk/lib/server")).resolve("classes_coh.jsa"));
        assertThat(given(launcher, "up")).contains("-XX:+UseCompactObjectHeaders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run code:execute", "tokens show", "policy check", "ledger status", "health executor"})
    void a_command_says_what_it_lacks(String words) throws Exception {
        assertThat(given("deploy/dist/airlock", words.split(" ", -1))).doesNotContain(EXIT);
    }
}
