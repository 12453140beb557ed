package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The units of systemd in {@code deploy/systemd}: each confined, and only the executor with a device. */
class UnitsTest {
    private static final Path UNITS = Path.of("../deploy/systemd");
    private static final String COMMAND = "/opt/airlock/current/bin/airlock";
    private static final List<String> CONFINED = List.of(
            "CapabilityBoundingSet=",
            "AmbientCapabilities=",
            "NoNewPrivileges=yes",
            "DevicePolicy=closed",
            "ProtectSystem=strict",
            "ProtectHome=yes",
            "PrivateTmp=yes",
            "ProtectProc=invisible",
            "ProtectClock=yes",
            "ProtectControlGroups=yes",
            "ProtectHostname=yes",
            "ProtectKernelLogs=yes",
            "ProtectKernelModules=yes",
            "ProtectKernelTunables=yes",
            "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
            "RestrictNamespaces=yes",
            "RestrictSUIDSGID=yes",
            "SystemCallArchitectures=native",
            "SystemCallFilter=@system-service",
            "SystemCallFilter=~@privileged",
            "IPAddressDeny=any",
            "IPAddressAllow=localhost",
            "LimitCORE=0",
            "UMask=0077");

    static List<Path> services() throws IOException {
        try (Stream<Path> files = Files.list(UNITS)) {
            return files.filter(file -> file.toString().endsWith(".service"))
                    .sorted()
                    .toList();
        }
    }

    private static String nameOf(Path unit) {
        return unit.getFileName().toString().replaceFirst("^airlock-", "").replace(".service", "");
    }

    @Test
    void every_service_of_the_road_has_one() throws IOException {
        Set<String> names = new TreeSet<>();
        services().forEach(unit -> names.add(nameOf(unit)));
        assertThat(names).containsAll(Deployment.houses()).contains("broker", "witness");
    }

    @ParameterizedTest
    @MethodSource("services")
    void each_is_confined_and_a_user_of_its_own(Path unit) throws IOException {
        List<String> lines = Files.readAllLines(unit);
        String name = nameOf(unit);
        assertThat(lines)
                .containsAll(CONFINED)
                .contains("User=airlock-" + name, "Group=airlock-" + name)
                .contains("ExecStart=/opt/airlock/current/bin/airlock " + name + " --config /etc/airlock/" + name
                        + ".properties")
                .contains("Restart=on-failure", "RestartPreventExitStatus=2", "StartLimitIntervalSec=0")
                .anyMatch(line -> line.startsWith("MemoryMax="))
                .anyMatch(line -> line.startsWith("TasksMax="));
        List<String> devices =
                lines.stream().filter(line -> line.contains("Device")).toList();
        assertThat(devices)
                .isEqualTo(
                        name.equals("executor")
                                ? List.of("DeviceAllow=/dev/kvm rw", "DevicePolicy=closed")
                                : List.of("PrivateDevices=yes", "DevicePolicy=closed"));
        assertThat(lines.stream().filter(line -> line.startsWith("ReadWritePaths=")))
                .allMatch(line -> line.equals("ReadWritePaths=/var/lib/airlock/" + name));
        assertThat(lines).noneMatch(line -> line.startsWith("Environment"));
    }

    /** 0 is best; an ordinary service has 9.6. Four years of new rules may move it by a little. */
    @ParameterizedTest
    @MethodSource("services")
    void systemd_itself_finds_little_exposed(Path unit) throws Exception {
        Unpacked.needs("systemd-analyze", "no unit was judged");
        Unpacked.Ended judged = Unpacked.tool(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=20",
                unit.toRealPath().toString());
        assertThat(judged.exit()).describedAs(judged.said()).isZero();
    }

    /** The lines of a drop-in of a document: the first indented block behind a heading's beginning that has them. */
    private static List<String> dropIn(String document, String heading) throws IOException {
        return Files.readAllLines(Path.of("../docs", document)).stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.equals("    [Service]"))
                .takeWhile(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
    }

    /** A unit with a drop-in as systemd reads both, with a command that is here. */
    private static Unpacked.Ended verified(Path folder, String unit, List<String> dropIn) throws Exception {
        String text = Files.readString(UNITS.resolve(unit));
        String there = "/bin/true";
        Files.writeString(folder.resolve(unit), text.replace(COMMAND, there));
        Path beside = Files.createDirectories(folder.resolve(unit + ".d"));
        Files.writeString(
                beside.resolve("override.conf"), String.join("\n", dropIn).replace(COMMAND, there) + "\n");
        return Unpacked.tool("systemd-analyze", "verify", folder.resolve(unit).toString());
    }

    @Test
    void an_executor_that_gives_up_root_by_itself_needs_this_drop_in_and_no_more(@TempDir Path folder)
            throws Exception {
        List<String> lines = dropIn("JAIL.md", "## systemd");
        assertThat(lines)
                .containsSubsequence(
                        "ExecStart=",
                        "ExecStart=" + COMMAND + " executor --config /etc/airlock/executor.properties --jail=required",
                        "User=root",
                        "Group=root",
                        "Environment=AIRLOCK_EXECUTOR_JAIL_USER=airlock-executor",
                        "CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_SETPCAP CAP_DAC_READ_SEARCH",
                        "SystemCallFilter=setgroups setresuid");
        assertThat(Files.readAllLines(UNITS.resolve("airlock-executor.service")))
                .contains("User=airlock-executor");
        Unpacked.needs("systemd-analyze", "no drop-in was verified");
        Unpacked.Ended verified = verified(folder.toRealPath(), "airlock-executor.service", lines);
        assertThat(verified.said()).isEmpty();
        assertThat(verified.exit()).isZero();

        List<String> second =
                lines.stream().filter(line -> !line.equals("ExecStart=")).toList();
        assertThat(verified(folder.toRealPath(), "airlock-executor.service", second)
                        .said())
                .contains("more than one ExecStart=");
    }

    @Test
    void the_settings_of_a_distribution_listen_nowhere_and_know_only_this_host() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../deploy/dist/etc"))) {
            for (Path file : files.toList()) {
                List<String> said = Files.readAllLines(file).stream()
                        .filter(line -> !line.startsWith("#"))
                        .toList();
                assertThat(said)
                        .as(file.toString())
                        .noneMatch(line -> line.contains("0.0.0.0") || line.startsWith("metrics.listen"))
                        .filteredOn(line -> line.startsWith("bootstrap.servers"))
                        .allMatch(line -> line.equals("bootstrap.servers=127.0.0.1:19092"));
            }
        }
    }
}
