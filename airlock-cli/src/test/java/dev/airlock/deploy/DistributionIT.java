package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.deploy.Unpacked.Ended;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive that people get, as they use it: unpacked, set up twice, run, taken away. Behind {@code package}, for it has to be there; one
 * story in order, since each set-up takes its time.
 */
@EnabledIfSystemProperty(
        named = "airlock.distribution",
        matches = ".+",
        disabledReason = "no archive is made in this phase")
@Tag("system")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class DistributionIT {
    private static final int DOWNGRADE = 4;
    private static final int CORRUPT = 6;

    @TempDir
    static Path directory;

    private Path archive;
    private Path prefix;
    private Unpacked unpacked;
    private Unpacked installed;

    @BeforeAll
    void unpack() throws Exception {
        archive = Path.of(System.getProperty("airlock.distribution"));
        unpacked = Unpacked.from(archive, directory.resolve("unpacked"));
        prefix = directory.toRealPath().resolve("opt/airlock");
        installed = new Unpacked(prefix, directory);
    }

    private Ended setup(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("setup", "--prefix", prefix.toString()));
        words.addAll(List.of(more));
        return unpacked.run(words.toArray(String[]::new));
    }

    private static Map<String, String> contents(Path root) throws Exception {
        Map<String, String> contents = new java.util.TreeMap<>();
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    contents.put(
                            root.relativize(file).toString(),
                            Files.getLastModifiedTime(file).toString());
                }
            }
        }
        return contents;
    }

    /** What differs between two builds of the same sources: times, owners, order. */
    @Test
    @Order(1)
    void the_archive_has_nothing_of_who_built_it_and_when() throws Exception {
        List<String> names = new ArrayList<>();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
                assertThat(entry.getLastModifiedTime().toInstant()).hasToString("2026-01-01T00:00:00Z");
                assertThat(entry.getLongUserId() + ":" + entry.getLongGroupId())
                        .as(entry.getName())
                        .isEqualTo("0:0");
                assertThat(entry.isSymbolicLink() || entry.isLink()).isFalse();
                assertThat(entry.getName()).matches("airlock-[^/]+/.*").doesNotContain("..");
                assertThat(entry.getMode() & 0777)
                        .as(entry.getName())
                        .isEqualTo(entry.isDirectory() || entry.getName().endsWith("bin/airlock") ? 0755 : 0644);
            }
        }
        String version = unpacked.version();
        assertThat(names)
                .anyMatch(name -> name.endsWith("/lib/airlock-cli-" + version + ".jar"))
                .anyMatch(name -> name.endsWith("/systemd/airlock-executor.service"))
                .anyMatch(name -> name.endsWith("/docs/INSTALL.md"))
                .noneMatch(name -> name.contains("/tests/") || name.contains("junit") || name.endsWith(".aot"));
    }

    @Test
    @Order(2)
    void it_runs_where_it_was_unpacked_without_maven_or_sources() throws Exception {
        assertThat(unpacked.run("--version").fine()).contains("airlock " + unpacked.version());
        assertThat(unpacked.run("setup", "--help").fine()).contains("Its own exit codes: 0 set up");
    }

    @Test
    @Order(3)
    void a_rehearsal_says_each_step_and_does_none() throws Exception {
        assertThat(setup("--dry-run").fine())
                .contains("would copy", "would make the start-up cache", "would deal keys", "would stamp");
        assertThat(prefix).doesNotExist();
        Ended check = setup("--check");
        assertThat(check.exit()).isEqualTo(3);
        assertThat(check.said()).contains("first_run");
    }

    @Test
    @Order(4)
    void nothing_is_set_up_where_something_else_lies() throws Exception {
        Path taken = Files.createDirectories(directory.resolve("taken/here"));
        Files.writeString(taken.resolve("thesis.txt"), "mine");
        Ended refused = unpacked.run("setup", "--prefix", taken.toRealPath().toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.said()).contains("is not empty, and airlock did not make it");
        assertThat(contents(taken)).containsOnlyKeys("thesis.txt");
        Path open = Files.createDirectories(directory.resolve("open/here"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(unpacked.run("setup", "--prefix", open.toRealPath().toString())
                        .said())
                .contains("others may write to");
    }

    @Test
    @Order(5)
    void set_up_it_runs_with_its_start_up_cache() throws Exception {
        assertThat(setup().fine()).contains("set up: " + prefix.resolve("bin/airlock"));
        assertThat(prefix.resolve("setup.json"))
                .content()
                .contains("\"version\" : 1", "\"airlock\" : \"" + unpacked.version());
        assertThat(prefix.resolve("current")).isSymbolicLink();
        assertThat(setup("--check").fine()).contains("ok");
        // With AOTMode=on a JVM that cannot use its cache does not start.
        assertThat(installed
                        .run(Map.of("AIRLOCK_JAVA_OPTS", "-XX:AOTMode=on"), "--version")
                        .fine())
                .contains("airlock " + unpacked.version());
        assertThat(installed
                        .run(
                                "run",
                                "--data",
                                directory.resolve("data").toString(),
                                "--backend",
                                "simulation",
                                "code:execute",
                                "print(1)")
                        .exit())
                .isZero();
        assertThat(installed.run("doctor").said()).contains("here, signatures of services are made by AWS-LC");
    }

    @Test
    @Order(6)
    void settings_come_from_the_file_and_the_environment_and_no_other_variable_is_let_pass() throws Exception {
        String file = prefix.resolve("etc/policy.properties").toString();
        assertThat(installed
                        .run(Map.of("AIRLOCK_POLICY_LEASE_TTL_MS", "900"), "policy", "--config", file, "--print-config")
                        .fine())
                .contains("# AIRLOCK_POLICY_LEASE_TTL_MS\nlease.ttl.ms=900")
                .contains("# " + file + "\nkeys.dir=" + prefix.resolve("var/keys/policy"));
        Ended refused = installed.run(
                Map.of("AIRLOCK_POLICY_LEASE_TLL_MS", "900"), "policy", "--config", file, "--print-config");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.said()).contains("did you mean 'AIRLOCK_POLICY_LEASE_TTL_MS'?");
    }

    @Test
    @Order(7)
    void every_service_would_start_on_the_settings_that_were_written() throws Exception {
        for (String service : List.of("policy", "snaft", "gateway", "executor", "ledger", "broker", "topics")) {
            String file = prefix.resolve("etc/" + service + ".properties").toString();
            assertThat(installed
                            .run(service, "--config", file, "--print-config")
                            .fine())
                    .contains("# airlock " + service, "# " + file + "\n");
        }
    }

    @Test
    @Order(8)
    void systemd_takes_the_units_as_they_were_written() throws Exception {
        Unpacked.needs("systemd-analyze", "no unit of a distribution was verified");
        try (Stream<Path> units = Files.list(prefix.resolve("systemd"))) {
            for (Path unit : units.sorted().toList()) {
                Ended verified = Unpacked.tool("systemd-analyze", "verify", unit.toString());
                // Whether this host has the users is setup's business at /opt/airlock.
                assertThat(verified.said()).as(unit.toString()).isEmpty();
                assertThat(verified.exit()).isZero();
            }
        }
    }

    @Test
    @Order(9)
    void a_second_set_up_keeps_everything() throws Exception {
        Path settings = prefix.resolve("etc/snaft.properties");
        Files.writeString(settings, Files.readString(settings) + "trust.hours=48\n");
        Map<String, String> before = contents(prefix);
        String said = setup().fine();
        assertThat(said)
                .contains("kept " + prefix.resolve("current"), "kept " + settings)
                .doesNotContain("copy ", "write ");
        Map<String, String> after = contents(prefix);
        before.remove("setup.json");
        after.remove("setup.json");
        assertThat(after).isEqualTo(before);
        assertThat(settings).content().contains("trust.hours=48");
    }

    @Test
    @Order(10)
    void what_was_damaged_is_put_in_order_again() throws Exception {
        Path doc = prefix.resolve("current/docs/INSTALL.md").toRealPath();
        Files.writeString(doc, "changed");
        Ended refused = installed.run("setup", "--prefix", prefix.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.said()).contains("is not what was set up there", "unpack the archive again");
        Path jar = prefix.resolve("current/lib/airlock-road-" + unpacked.version() + ".jar")
                .toRealPath();
        Files.writeString(jar, "broken");
        Files.delete(prefix.resolve("systemd/airlock-snaft.service"));
        assertThat(setup().fine()).contains("copy ", "write " + prefix.resolve("systemd/airlock-snaft.service"));
        assertThat(installed.run("--version").fine()).contains(unpacked.version());
        assertThat(Files.size(jar)).isGreaterThan(100);
        assertThat(Files.size(doc)).isGreaterThan(100);
    }

    @Test
    @Order(11)
    void one_set_up_at_a_time_and_a_cache_of_another_build_of_java_is_made_anew() throws Exception {
        Path lock = prefix.resolve("setup.lock");
        try (FileChannel ours = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(ours.lock().isValid()).isTrue();
            for (String verb : List.of("setup", "uninstall")) {
                Ended refused = unpacked.run(verb, "--prefix", prefix.toString());
                assertThat(refused.exit()).as(refused.said()).isEqualTo(1);
                assertThat(refused.said())
                        .containsPattern("process( \\d+)? is setting up or uninstalling in " + prefix)
                        .contains("wait until it has ended");
            }
        }
        // The lock is free again; and a JDK that was updated in place has no use for the cache of the build before.
        Path vm = prefix.resolve("current/java.vm").toRealPath();
        Files.writeString(vm, "another build in the same place");
        assertThat(setup().fine()).contains("kept " + prefix.resolve("current"), "make the start-up cache");
        assertThat(lock).doesNotExist();
        assertThat(vm).content().contains(System.getProperty("java.vm.version"));
    }

    @Test
    @Order(12)
    void users_that_were_named_once_are_remembered_and_others_refused_while_keys_are_there() throws Exception {
        Path its = directory.toRealPath().resolve("opt/acme");
        Path unit = its.resolve("systemd/airlock-policy.service");
        String where = its.toString();
        unpacked.run("setup", "--prefix", where, "--user", "acme").fine();
        assertThat(unit).content().contains("User=acme-policy", "Group=acme-policy");
        assertThat(unpacked.run("setup", "--prefix", where).fine()).contains("kept " + unit);
        assertThat(unit).content().contains("User=acme-policy", "Group=acme-policy");
        Ended refused = unpacked.run("setup", "--prefix", where, "--user", "airlock");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.said()).contains("the users acme-*, and --user says airlock", "leave --user out");

        // As a release that did not say them left it.
        Path stamp = its.resolve("setup.json");
        Files.writeString(stamp, Files.readString(stamp).replaceFirst(",\\s*\"users\" : \"acme\"", ""));
        assertThat(stamp).content().doesNotContain("acme");
        assertThat(unpacked.run("setup", "--prefix", where).fine()).contains("kept " + unit);
        assertThat(stamp).content().contains("\"users\" : \"acme\"");
        unpacked.run("uninstall", "--prefix", where, "--purge").fine();
        assertThat(its).doesNotExist();
    }

    @Test
    @Order(13)
    void a_newer_one_and_a_stamp_that_nobody_can_read_stop_it() throws Exception {
        Path stamp = prefix.resolve("setup.json");
        String right = Files.readString(stamp);
        Files.writeString(stamp, right.replace("\"airlock\" : \"", "\"airlock\" : \"9"));
        Map<String, String> before = contents(prefix);
        assertThat(setup().exit()).isEqualTo(DOWNGRADE);
        Ended check = setup("--check");
        assertThat(check.exit()).isEqualTo(DOWNGRADE);
        assertThat(check.said()).contains("stale_after_downgrade");
        assertThat(contents(prefix)).isEqualTo(before);
        Files.writeString(stamp, right.substring(0, 20));
        assertThat(setup().exit()).isEqualTo(CORRUPT);
        assertThat(setup("--check").said()).contains("stamp_corrupt");
        Files.writeString(stamp, right);
    }

    @Test
    @Order(14)
    void taken_away_it_leaves_settings_and_state_until_it_is_told_otherwise() throws Exception {
        assertThat(installed
                        .run("uninstall", "--prefix", prefix.toString(), "--dry-run")
                        .fine())
                .contains("would remove");
        assertThat(installed.run("--version").exit()).isZero();
        Path key = prefix.resolve("var/keys/policy/policy.key");
        String secret = Files.readString(key);
        assertThat(installed.run("uninstall", "--prefix", prefix.toString()).fine())
                .contains("--purge removes them");
        assertThat(prefix.resolve("current")).doesNotExist();
        assertThat(prefix.resolve("versions")).doesNotExist();
        assertThat(prefix.resolve("systemd")).doesNotExist();
        assertThat(prefix.resolve("etc/snaft.properties")).content().contains("trust.hours=48");
        assertThat(key).content().isEqualTo(secret);
        assertThat(setup("--check").said()).contains("first_run");
        assertThat(unpacked.run("uninstall", "--prefix", prefix.toString()).exit())
                .isZero();
        assertThat(key).exists();
        Path elsewhere = Files.move(prefix.resolve("var"), directory.resolve("elsewhere"));
        Files.createSymbolicLink(prefix.resolve("var"), elsewhere);
        Ended linked = unpacked.run("uninstall", "--prefix", prefix.toString(), "--purge");
        assertThat(linked.exit()).isEqualTo(1);
        assertThat(linked.said()).contains("is a link to", "nothing was removed");
        Files.delete(prefix.resolve("var"));
        Files.move(elsewhere, prefix.resolve("var"));
        assertThat(unpacked.run("uninstall", "--prefix", prefix.toString(), "--purge")
                        .exit())
                .isZero();
        assertThat(prefix).doesNotExist();
        assertThat(unpacked.run("uninstall", "--prefix", prefix.toString(), "--purge")
                        .fine())
                .contains("nothing is set up in " + prefix);
    }
}
