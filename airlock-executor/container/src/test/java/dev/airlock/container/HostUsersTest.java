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
import java.util.stream.Stream;
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

    private HostUsers take() throws ContainerFailed {
        return take(UserMap.HOST);
    }

    /** Whoever runs the tests owns the folder of locks. */
    private HostUsers take(UserMap map) throws ContainerFailed {
        return HostUsers.take(locks, new UserMap(UserMap.ofThisProcess().self(), map.users(), map.groups()));
    }

    @Test
    void no_two_containers_have_a_user_in_common_whoever_started_them() throws ContainerFailed {
        Set<Integer> users = new HashSet<>();
        try (HostUsers one = take();
                HostUsers other = take()) {
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
        try (HostUsers users = take()) {
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
            all.add(take());
        }
        assertThatThrownBy(() -> take()).isInstanceOf(ContainerFailed.class).hasMessageContaining("other executors'");
        all.removeLast().close();
        all.add(take());
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
        try (HostUsers users = take()) {
            assertThat(users.next()).isNotEqualTo(HostUsers.FIRST);
        }
        holder.destroyForcibly().waitFor();
        try (HostUsers users = take()) {
            assertThat(users.next()).isEqualTo(HostUsers.FIRST);
        }
    }

    /** What unshare(1) makes of a line of 65,536 subordinate users. */
    private static UserMap subordinate(long from) {
        List<UserMap.Extent> extents = UserMap.extents(List.of("0 1000 1", "1 " + from + " 65536"));
        return new UserMap(0, extents, extents);
    }

    @Test
    void in_a_namespace_users_are_those_that_it_maps_and_their_locks_have_their_numbers_outside() throws Exception {
        try (HostUsers one = take(subordinate(100_000));
                HostUsers other = take(subordinate(100_000))) {
            assertThat(one.next()).isEqualTo(101_376 - 100_000 + 1);
            assertThat(other.next()).isEqualTo(101_888 - 100_000 + 1);
        }
        try (Stream<Path> files = Files.list(locks)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("101376", "101888");
        }
    }

    @Test
    void whoever_maps_the_same_users_to_other_numbers_shares_none_of_them() throws ContainerFailed {
        Set<Long> outside = new HashSet<>();
        try (HostUsers one = take(subordinate(100_000));
                HostUsers other = take(subordinate(100_100))) {
            for (int i = 0; i < HostUsers.PAIRS; i++) {
                for (long user : List.of(one.next() - 1 + 100_000L, other.next() - 1 + 100_100L)) {
                    assertThat(outside.add(user) && outside.add(user + 1)).isTrue();
                }
            }
        }
    }

    @Test
    void an_executor_whose_lock_was_removed_starts_no_more_containers() throws Exception {
        try (HostUsers users = take()) {
            var _ = users.next();
            Files.delete(locks.resolve("0"));
            assertThatThrownBy(users::next).isInstanceOf(ContainerFailed.class).hasMessageContaining("was removed");
            Files.createFile(locks.resolve("0"));
            assertThatThrownBy(users::next).as("another file of that name").hasMessageContaining("was removed");
        }
    }

    @Test
    void locks_in_somebody_else_s_folder_are_not_believed() throws Exception {
        Files.createDirectory(
                locks, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        long other = UserMap.ofThisProcess().self() + 1;
        assertThatThrownBy(() -> HostUsers.take(locks, new UserMap(other, UserMap.HOST.users(), UserMap.HOST.groups())))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("somebody else's");
    }

    @Test
    void locks_that_others_may_reach_are_not_believed() throws IOException {
        Files.createDirectory(locks);
        Files.setPosixFilePermissions(locks, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> take()).isInstanceOf(ContainerFailed.class).hasMessageContaining("chmod 0700");
    }
}
