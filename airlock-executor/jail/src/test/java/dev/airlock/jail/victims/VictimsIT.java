package dev.airlock.jail.victims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.jail.model.Lock;
import dev.airlock.jail.shell.LandlockTrial;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that are put in the jail for real, and try everything. Needs root, who alone can give a process to another user. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class VictimsIT {
    private static final List<String> THREADS = List.of("main", "before", "after");
    private static final int DEAD_BY_SIGSYS = 128 + 31;
    private static final int DEAD_BY_ABORT = 128 + 6;

    /** The version of Landlock that forbids TCP connections, and the one that forbids all that we ask. */
    private static final int SINCE_TCP = 4;

    private static final int COMPLETE = 6;
    private static final int LANDLOCK = landlock();

    @TempDir
    private static Path root;

    private static Habitat habitat;
    private static Neighbour broker;
    private static Neighbour stranger;
    private static Path open;
    private static Path commons;
    private static Life everything;

    /** How a victim ended and what it said, by its own words. */
    private record Life(int exit, Map<String, String> said, String text) {}

    @BeforeAll
    static void one_victim_tries_everything() throws Exception {
        boolean capable = "root".equals(System.getProperty("user.name"));
        if (!capable) {
            System.err.println("SKIPPED: only root can put a process in the jail for real");
        }
        assumeTrue(capable, "needs root");
        if (LANDLOCK < COMPLETE) {
            System.err.println("NO WHOLE JAIL: " + LandlockTrial.kernel() + "; version " + COMPLETE
                    + " is wanted, so the victims are tried against the other locks alone");
        }
        habitat = Habitat.in(root);
        broker = new Neighbour();
        stranger = new Neighbour();
        open = habitat.openFile("open");
        commons = habitat.openFolder("commons");
        everything = live("errno");
    }

    private static int landlock() {
        String kernel = LandlockTrial.kernel();
        return kernel.matches("Landlock \\d+") ? Integer.parseInt(kernel.substring("Landlock ".length())) : 0;
    }

    private static boolean isHere(Lock lock) {
        return switch (lock) {
            case LANDLOCK_FILES -> LANDLOCK >= 1;
            case LANDLOCK_TCP -> LANDLOCK >= SINCE_TCP;
            default -> true;
        };
    }

    private static void needs(Lock lock) {
        assumeTrue(isHere(lock), () -> "SKIPPED: " + lock.text() + " is not there: " + LandlockTrial.kernel());
    }

    @AfterAll
    static void the_neighbours_leave() throws IOException {
        if (broker != null) {
            broker.close();
            stranger.close();
        }
    }

    private static Life live(String plan) throws Exception {
        Path output = root.resolve(plan + ".out");
        return ended(start(plan, output), output);
    }

    private static Process start(String plan, Path output) throws IOException {
        return start(plan, "SerialGC", output);
    }

    private static Process start(String plan, String collector, Path output) throws IOException {
        return new ProcessBuilder(habitat.command(
                        collector,
                        List.of(
                                "-Dvictim.plan=" + plan,
                                "-Dvictim.level=" + (LANDLOCK >= COMPLETE ? "required" : "on"),
                                "-Dvictim.data=" + habitat.ownFolder("data-" + plan),
                                "-Dvictim.open=" + open,
                                "-Dvictim.commons=" + commons,
                                "-Dvictim.port=" + broker.port(),
                                "-Dvictim.forbidden=" + stranger.port(),
                                "-Dvictim.parent=" + ProcessHandle.current().pid())))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static Life ended(Process victim, Path output) throws Exception {
        assertThat(victim.waitFor(200, TimeUnit.SECONDS)).as("it ends").isTrue();
        String text = Files.readString(output, StandardCharsets.ISO_8859_1);
        Map<String, String> said = text.lines()
                .map(line -> line.split(": ", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
        return new Life(victim.exitValue(), said, text);
    }

    @Test
    void every_lock_is_on_for_every_thread_in_both_phases() {
        String all = Stream.of(Lock.values())
                .map(lock -> lock + (isHere(lock) ? "=ON" : "=OFF"))
                .collect(Collectors.joining(" "));
        assertThat(everything.said()).as(everything.text()).containsEntry("begin", all);
        assertThat(everything.said()).containsEntry("settle", all);
        assertThat(everything.exit()).as(everything.text()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Deed.class)
    void what_is_forbidden_fails_on_threads_from_before_and_after(Deed deed) {
        deed.landlock().ifPresent(VictimsIT::needs);
        for (String thread : THREADS) {
            assertThat(deed.failure().split(" or ", -1))
                    .as(thread + " " + deed)
                    .contains(everything.said().get(thread + " " + deed));
        }
    }

    @ParameterizedTest
    @EnumSource(Work.class)
    void what_is_allowed_goes_on_working(Work work) {
        for (String thread : THREADS) {
            assertThat(everything.said()).as(everything.text()).containsEntry(thread + " " + work, "DONE");
        }
    }

    @Test
    void nothing_outside_was_touched() throws IOException {
        needs(Lock.LANDLOCK_FILES);
        needs(Lock.LANDLOCK_TCP);
        assertThat(stranger.visitors()).isZero();
        assertThat(broker.visitors()).isPositive();
        assertThat(open).hasContent("untouched");
        assertThat(commons).isEmptyDirectory();
    }

    @Test
    void a_file_is_made_in_the_data_directory_at_the_start_and_nowhere_else() {
        assertThat(root.resolve("data-errno/note")).exists();
        needs(Lock.LANDLOCK_FILES);
        assertThat(everything.said()).containsEntry("start", "EACCES");
    }

    /** The collector that a JVM takes by itself on a big machine, and both of its compilers. */
    @Test
    void a_usual_jvm_works_where_a_denied_call_is_its_end() throws Exception {
        Path output = root.resolve("work.out");
        Life life = ended(start("work", "G1GC", output), output);
        assertThat(life.exit()).as(life.text()).isZero();
        for (String thread : THREADS) {
            for (Work work : Work.values()) {
                assertThat(life.said()).as(life.text()).containsEntry(thread + " " + work, "DONE");
            }
        }
    }

    /** With one it could send to any UNIX socket of the host. */
    @Test
    void not_even_at_the_start_is_a_pair_of_datagram_sockets_to_be_had() {
        assertThat(everything.said()).containsEntry("pair", "EAFNOSUPPORT");
    }

    /**
     * A rule of Landlock binds an inode, and /proc makes new ones when memory was short: without care the executor would lose its own pagemap
     * when it is busiest.
     */
    @Test
    void it_still_reaches_its_own_proc_when_memory_was_short() throws Exception {
        Path output = root.resolve("pressure.out");
        Process victim = start("pressure", output);
        while (!Files.readString(output).contains("ready: ") && victim.isAlive()) {
            Thread.onSpinWait();
        }
        Files.writeString(
                Path.of("/proc/sys/vm/drop_caches"), "2\n"); // entries of directories and inodes, on this host
        try (OutputStream in = victim.getOutputStream()) {
            in.write('\n');
        }
        Life life = ended(victim, output);
        assertThat(life.said()).as(life.text()).containsEntry("told", "10");
        assertThat(life.said()).containsEntry("status", "OPENED").containsEntry("pagemap", "OPENED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "x32"})
    void a_denied_call_is_the_end_of_a_strict_jail(String plan) throws Exception {
        Life life = live(plan);
        assertThat(life.exit()).as(life.text()).isEqualTo(DEAD_BY_SIGSYS);
        assertThat(life.said()).containsKey("settle").doesNotContainKeys("getppid", "x32");
    }

    /** Without 32-bit emulation in the kernel the instruction itself is the fault, and the JVM aborts. */
    @Test
    void machine_code_can_be_made_but_reaches_no_32_bit_call() throws Exception {
        Life life = live("i386");
        assertThat(life.exit()).as(life.text()).isIn(DEAD_BY_SIGSYS, DEAD_BY_ABORT);
        assertThat(life.said()).doesNotContainKey("i386");
    }

    @Test
    void a_jail_that_only_logs_stops_no_call_and_is_not_taken_for_one() throws Exception {
        Life life = live("log");
        assertThat(life.said().get("settle")).as(life.text()).contains("SECCOMP=OFF", "USER=ON");
        assertThat(life.said().get("getppid")).doesNotStartWith("-");
        assertThat(life.exit()).isZero();
    }

    @Test
    void a_required_jail_with_a_lock_missing_runs_nothing() throws Exception {
        Life life = live("unjailed");
        assertThat(life.exit()).as(life.text()).isEqualTo(3);
        assertThat(life.said().get("incomplete"))
                .contains(
                        "unprivileged user", "no_new_privs", "empty bounding set", "Landlock: files", "start as root");
        assertThat(life.said()).doesNotContainKeys("start", "settle");
    }
}
