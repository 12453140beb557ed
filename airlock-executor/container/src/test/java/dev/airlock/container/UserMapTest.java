package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserMapTest {
    private static final int SIZE = 512;

    private static UserMap map(String users, String groups) {
        return new UserMap(
                0, UserMap.extents(List.of(users.split(",", -1))), UserMap.extents(List.of(groups.split(",", -1))));
    }

    @Test
    void the_host_s_root_is_told_from_root_of_a_namespace() {
        assertThat(map("         0          0 4294967295", "0 0 4294967295").isHosts())
                .isTrue();
        assertThat(map("0 0 4294967295", "0 0 1").isHosts()).isFalse();
        assertThat(map("0 1000 1,1 100000 65536", "0 1000 1,1 100000 65536").isHosts())
                .isFalse();
        assertThat(map("0 100000 65536", "0 100000 65536").outside()).isEqualTo(100_000);
    }

    @Test
    void every_block_is_mapped_whole_as_users_and_as_groups_and_is_no_account_and_not_the_one_of_the_unmapped() {
        UserMap map = map("0 1000 1,1 100000 70000", "0 1000 1,1 500000 68000");
        List<HostUsers.Block> blocks = map.blocks(SIZE);
        assertThat(blocks).hasSizeGreaterThan(100).allSatisfy(block -> {
            assertThat(block.first()).isBetween(1024, 68_000 - SIZE + 1);
            assertThat(block.first() <= 65_535 && 65_534 < block.first() + SIZE).isFalse();
            assertThat(Long.parseLong(block.lock())).isEqualTo(block.first() - 1 + 100_000L);
            assertThat(Long.parseLong(block.lock()) % SIZE).isZero();
        });
        assertThat(blocks).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 1000 1 | 0 1000 1 | 1 users",
                "0 1000 1,1 100000 99 | 0 1000 1,1 100000 65536 | 100 users",
                "0 1000 1,1 100000 65536 | 0 1000 1 | 1 users",
                "'' | '' | 0 users"
            })
    void where_too_few_are_mapped_the_fix_is_named(String users, String groups, String named) {
        assertThatThrownBy(() -> Rootless.require(map(users, groups)))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining(named)
                .hasMessageContaining("; usermod --add-subuids");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ; start it with the airlock command, or put before it: unshare --user --map-auto",
                "unshare: failed to execute newuidmap: No such file or directory | ; apt-get install uidmap",
                "unshare: no line matching user \"x\" in /etc/subuid: Success | ; usermod --add-subuids",
                "unshare: you (user 4711) don't exist. | ; usermod --add-subuids",
                "unshare: unshare failed: No space left on device | ; sysctl user.max_user_namespaces",
                "newuidmap: write to uid_map failed: Operation not permitted | no NoNewPrivileges="
            })
    void an_ordinary_user_without_users_of_its_own_is_told_the_fix(String said, String fix) {
        assertThat(Rootless.refusal(said))
                .hasMessageStartingWith("this process is not root")
                .hasMessageContaining(fix);
    }
}
