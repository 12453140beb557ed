package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtWorkTest {
    private static final String POLICY = "airlock-policy.service";
    private static final String SNAFT = "airlock-snaft.service";

    @TempDir
    private Path folder;

    private final Host host = new Host();

    /** A host whose units are as they are told, and which may refuse. */
    private final class Host implements Units {
        private final Set<String> active = new TreeSet<>(Set.of(POLICY, SNAFT));
        private final List<String> writtenAtStop = new ArrayList<>();
        private String refused = "";

        @Override
        public List<String> active() {
            return List.copyOf(active);
        }

        @Override
        public void call(String verb, List<String> units) throws SetupFailed {
            if (verb.equals(refused)) {
                throw new SetupFailed(verb + " refused", "");
            }
            switch (verb) {
                case "stop" -> {
                    writtenAtStop.addAll(written());
                    units.forEach(active::remove);
                }
                case "start" -> active.addAll(units);
                default -> throw new AssertionError(verb);
            }
        }
    }

    private Path file() {
        return folder.resolve("at-work");
    }

    private List<String> written() {
        try {
            return Files.readAllLines(file());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private AtWork setUp(boolean rehearsal) {
        return new AtWork(file(), new Hands(rehearsal, _ -> {}), Optional.of(host));
    }

    @Test
    void what_was_at_work_is_written_down_before_it_is_stopped_and_started_again() throws Exception {
        var atWork = setUp(false);
        atWork.stop();
        assertThat(host.writtenAtStop).containsExactly(POLICY, SNAFT);
        assertThat(host.active).isEmpty();
        atWork.start();
        assertThat(host.active).containsExactly(POLICY, SNAFT);
        assertThat(file()).doesNotExist();
    }

    @Test
    void what_a_set_up_stopped_that_was_cut_off_the_next_one_starts() throws Exception {
        setUp(false).stop();
        host.active.add("airlock-ledger.service");

        var next = setUp(false);
        next.stop();
        assertThat(written()).containsExactly("airlock-ledger.service", POLICY, SNAFT);
        next.start();
        assertThat(host.active).containsExactly("airlock-ledger.service", POLICY, SNAFT);
        assertThat(file()).doesNotExist();
    }

    @Test
    void what_could_not_be_started_is_tried_by_the_next_one() throws Exception {
        var atWork = setUp(false);
        atWork.stop();
        host.refused = "start";
        assertThatThrownBy(atWork::start).isInstanceOf(SetupFailed.class);
        host.refused = "";
        var next = setUp(false);
        next.stop();
        next.start();
        assertThat(host.active).containsExactly(POLICY, SNAFT);
    }

    @Test
    void a_rehearsal_stops_nothing_and_writes_nothing() throws Exception {
        var atWork = setUp(true);
        atWork.stop();
        atWork.start();
        assertThat(host.active).containsExactly(POLICY, SNAFT);
        assertThat(host.writtenAtStop).isEmpty();
        assertThat(file()).doesNotExist();
    }

    @Test
    void what_is_no_unit_of_ours_is_not_started() throws Exception {
        host.active.clear();
        Files.writeString(file(), "ssh.service\n" + SNAFT + "\n--force\n");
        var atWork = setUp(false);
        atWork.stop();
        atWork.start();
        assertThat(host.active).containsExactly(SNAFT);
    }
}
