package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The units of systemd in {@code deploy/systemd}: each confined, and only the executor with a device. */
class UnitsTest {
    private static final Path UNITS = Path.of("../deploy/systemd");
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
        Assumptions.assumeTrue(Unpacked.has("systemd-analyze"), "SKIPPED: no systemd-analyze is here");
        Unpacked.Ended judged = Unpacked.tool(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=20",
                unit.toRealPath().toString());
        assertThat(judged.exit()).describedAs(judged.said()).isZero();
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
