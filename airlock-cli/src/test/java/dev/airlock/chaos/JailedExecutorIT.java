package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.cli.doctor.Diagnosis;
import dev.airlock.cli.doctor.Diagnosis.Severity;
import dev.airlock.cli.doctor.Doctor;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole executor as {@code airlock executor --jail required} starts it, on a road whose other parts are here. */
@Tag("system")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class JailedExecutorIT {
    private static final String MODULES = "airlock.linux,com.amazon.corretto.crypto.provider";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int USER = 64_000;

    @TempDir
    private Path directory;

    /** What this kernel can hold an executor to. */
    private boolean whole;

    @BeforeEach
    void only_root_gives_a_process_to_another_user() throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.err.println("SKIPPED: only root can put an executor in the jail");
        }
        assumeTrue(root, "needs root");
        List<Diagnosis> own = Doctor.executor(ProcessHandle.current().pid());
        whole = own.stream().anyMatch(lock -> lock.seen().matches("Landlock ([4-9]|\\d{2,});.*"));
        if (!whole) {
            System.err.println(
                    "NO WHOLE JAIL: " + own.getLast().seen() + "; the executor is tried behind the other locks alone");
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Even where every call that no rule names is the end of the process. */
    @ParameterizedTest
    @ValueSource(strings = {"errno", "kill"})
    void an_executor_in_a_required_jail_seals_tokens_and_ends_when_told(String strictness) throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            ground.startPolicyAndSnaft();
            ground.startGateway("gateway-0");
            Path config = config(ground, strictness, strictness);
            try (Child executor = Child.of(command(config, whole ? "--jail=required" : "--jail"))) {
                awaitUp(executor);
                for (String session : List.of("a", "b", "c")) {
                    IntentKey key = ground.send(Wish.of(
                            session,
                            "i-" + session,
                            "print(1)".getBytes(StandardCharsets.UTF_8),
                            Origin.LOCAL,
                            Backend.SIMULATION));
                    Token token = ground.await(key, SOON);
                    assertThat(token.content().erin()).isInstanceOf(Erin.Completed.class);
                    assertThat(token.signer())
                            .isEqualTo(ground.key("executor@b").id());
                }
                locksAreOnBeforeTheFirstOrder(executor.text());
                doctorSeesItsLocks(executor);
                assertThat(executor.text())
                        .contains("signatures are made by AWS-LC")
                        .doesNotContain("AWS-LC failed");
                assertThat(executor.text().indexOf("signatures are made by AWS-LC"))
                        .as("before the filter of its runs")
                        .isLessThan(executor.text().indexOf("jail USER=ON"));
                executor.terminate();
                assertThat(executor.exit()).as(executor.text()).isZero();
            }
        }
    }

    private void locksAreOnBeforeTheFirstOrder(String text) {
        assertThat(text)
                .contains("USER=ON", "NO_NEW_PRIVILEGES=ON", "CAPABILITIES=ON", "BOUNDING_SET=ON", "SECCOMP=ON");
        if (whole) {
            assertThat(text).contains("LANDLOCK_FILES=ON", "LANDLOCK_TCP=ON").doesNotContain("=OFF");
        }
        assertThat(text.indexOf("jail USER=ON")).isLessThan(text.indexOf("executor=executor-b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jail=", "jail= "})
    void an_executor_alone_is_enclosed_without_being_asked_and_a_blank_asks_for_nothing(String line) throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            Path config = config(ground, "unasked", "errno");
            Files.writeString(config, line + System.lineSeparator(), StandardOpenOption.APPEND);
            try (Child executor = Child.of(command(config))) {
                awaitUp(executor);
                locksAreOnBeforeTheFirstOrder(executor.text());
            }
        }
    }

    /** From outside, thread by thread; Landlock cannot be seen, and the doctor says so. */
    private static void doctorSeesItsLocks(Child executor) {
        Map<Severity, List<String>> seen = Doctor.executor(executor.pid()).stream()
                .collect(Collectors.groupingBy(
                        Diagnosis::severity, TreeMap::new, Collectors.mapping(Diagnosis::check, Collectors.toList())));
        assertThat(seen).doesNotContainKey(Severity.BAD);
        assertThat(seen.get(Severity.OK))
                .contains("unprivileged user", "no_new_privs", "no capabilities", "empty bounding set")
                .contains("system calls filtered");
        assertThat(seen.get(Severity.WARN)).allMatch(check -> check.startsWith("Landlock"));
    }

    @Test
    void an_executor_whose_required_jail_lacks_a_lock_starts_nothing() throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            List<String> command = new ArrayList<>(List.of("/usr/bin/env", "AIRLOCK_JAIL=a lie"));
            command.addAll(command(config(ground, "lied", "errno"), "--jail=required"));
            try (Child executor = Child.of(command)) {
                assertThat(executor.exit()).isEqualTo(2);
                assertThat(executor.text())
                        .contains("these locks are missing", "unprivileged user", "no_new_privs", "Landlock")
                        .doesNotContain("executor is up");
            }
        }
    }

    @Test
    void root_does_not_stay_root_by_a_word_in_the_environment() throws Exception {
        try (Ground ground = new Ground(TestBus.road(), directory)) {
            List<String> command = new ArrayList<>(List.of("/usr/bin/env", "AIRLOCK_JAIL=a lie"));
            command.addAll(command(config(ground, "believed", "errno")));
            try (Child executor = Child.of(command)) {
                assertThat(executor.exit()).isEqualTo(2);
                assertThat(executor.text()).contains("this is still root").doesNotContain("executor is up");
            }
        }
    }

    private static void awaitUp(Child executor) {
        Awaitility.await("the executor is up")
                .atMost(SOON)
                .until(() -> executor.text().contains("executor is up") || !executor.alive());
        assertThat(executor.text()).contains("executor is up");
    }

    /** The file, with keys and images of the executor's own beside it. */
    private Path config(Ground ground, String name, String strictness) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        Path keys = Files.createDirectory(
                home.resolve("keys"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path images = Files.createDirectory(home.resolve("images"));
        try (Stream<Path> files = Files.list(directory.resolve("keys"))) {
            for (Path file : files.filter(JailedExecutorIT::isTheExecutors).toList()) {
                Path copy = Files.copy(file, keys.resolve(file.getFileName()));
                Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
                own(copy);
            }
        }
        own(keys);
        own(images);
        Path config = home.resolve("executor.properties");
        Map<String, String> settings = new TreeMap<>(ground.settings(
                "name",
                "executor-b",
                "key.name",
                "executor@b",
                "simulation.enabled",
                "true",
                "jail.user",
                "64000:64000",
                "jail.seccomp",
                strictness));
        settings.put("keys.dir", keys.toString());
        settings.put("images.dir", images.toString());
        Files.write(
                config,
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
        return config;
    }

    private static boolean isTheExecutors(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".pub") || name.equals("executor@b.key");
    }

    private static void own(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", USER);
        Files.setAttribute(file, "unix:gid", USER);
    }

    private List<String> command(Path config, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--illegal-native-access=deny",
                "--module-path",
                Copies.ofPath("jdk.module.path", directory.resolve("modules")),
                "--add-modules",
                MODULES,
                "--enable-native-access=" + MODULES,
                "-Djava.library.path=" + Copies.ofPath("java.library.path", directory.resolve("native")),
                "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true",
                "-cp",
                Copies.ofPath("java.class.path", directory.resolve("classes")),
                "dev.airlock.cli.Airlock",
                "executor",
                "--config",
                config.toString()));
        command.addAll(List.of(options));
        return command;
    }
}
