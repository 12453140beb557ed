package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostUsersTest {
    @TempDir
    private Path folder;

    private Path locks;

    @BeforeEach
    void locks() {
        locks = folder.resolve("locks");
    }

    @Test
    void no_two_containers_have_a_user_in_common_whoever_started_them() throws ContainerFailed {
        Set<Integer> users = new HashSet<>();
        try (HostUsers one = HostUsers.take(locks);
                HostUsers other = HostUsers.take(locks)) {
            for (int i = 0; i < HostUsers.PAIRS; i++) {
                for (HostUsers each : List.of(one, other)) {
                    int user = each.next();
                    assertThat(users.add(user) && users.add(user + 1)).isTrue();
                    assertThat(user).isGreaterThanOrEqualTo(HostUsers.FIRST);
                }
            }
        }
    }

    @Test
    void when_all_are_in_use_a_container_is_refused_until_one_comes_back() throws ContainerFailed {
        try (HostUsers users = HostUsers.take(locks)) {
            int first = users.next();
            for (int i = 1; i < HostUsers.PAIRS; i++) {
                var _ = users.next();
            }
            assertThatThrownBy(users::next).isInstanceOf(ContainerFailed.class).hasMessageContaining("in use");
            users.back(first);
            assertThat(users.next()).isEqualTo(first);
        }
    }

    @Test
    void when_all_blocks_are_taken_an_executor_is_refused_until_one_is_given_back() throws ContainerFailed {
        List<HostUsers> all = new ArrayList<>();
        for (int i = 0; i < HostUsers.BLOCKS; i++) {
            all.add(HostUsers.take(locks));
        }
        assertThatThrownBy(() -> HostUsers.take(locks))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("other executors'");
        all.removeLast().close();
        all.add(HostUsers.take(locks));
        all.forEach(HostUsers::close);
    }

    @Test
    void a_block_of_another_process_is_left_to_it_and_free_again_when_that_is_killed() throws Exception {
        Files.createDirectory(
                locks, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path first = Files.createFile(locks.resolve("0"));
        Process holder = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl, sys; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()",
                        first.toString())
                .start();
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
        try (HostUsers users = HostUsers.take(locks)) {
            assertThat(users.next()).isNotEqualTo(HostUsers.FIRST);
        }
        holder.destroyForcibly().waitFor();
        try (HostUsers users = HostUsers.take(locks)) {
            assertThat(users.next()).isEqualTo(HostUsers.FIRST);
        }
    }

    @Test
    void locks_that_others_may_reach_are_not_believed() throws IOException {
        Files.createDirectory(locks);
        Files.setPosixFilePermissions(locks, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> HostUsers.take(locks))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("chmod 0700");
    }
}
