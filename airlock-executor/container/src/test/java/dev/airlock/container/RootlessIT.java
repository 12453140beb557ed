package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of an executor that is an ordinary user, with subordinate users and delegated groups, without one of them, and without both. */
class RootlessIT {
    private static final List<String> NOT = List.of();

    @TempDir
    static Path folder;

    private static OrdinaryUser user;

    @BeforeAll
    static void make() throws IOException {
        user = OrdinaryUser.in(folder);
    }

    @AfterAll
    static void remove() throws IOException {
        if (user != null) {
            user.close();
        }
    }

    private static String look(boolean subordinates, boolean grouped, List<String> enter) throws Exception {
        List<String> said = user.sent(
                new OrdinaryUser.Standing(subordinates, grouped, enter), "look", user.own("containers"), "CRUN");
        assertThat(said).hasSize(1);
        return said.getFirst();
    }

    @Test
    void every_test_of_containers_holds_for_an_ordinary_user_too() throws Exception {
        assumeTrue(user.hasGroups(), "SKIPPED: this host has no control groups to delegate");
        List<String> outcomes = user.sent(
                new OrdinaryUser.Standing(true, true, Rootless.ENTER),
                "tests",
                ContainerIT.class.getName(),
                ContainerPythonIT.class.getName(),
                ContainerEscapeIT.class.getName());
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome)
                .matches("successful .*|aborted .*SKIPPED: no group for memory alone can be made smaller here"));
        assertThat(outcomes)
                .as("as many as there are in those classes, each row by itself")
                .hasSizeGreaterThanOrEqualTo(110);
    }

    @Test
    void what_no_program_can_have_the_kernel_do_an_ordinary_user_s_cannot_either() throws Exception {
        assumeTrue(user.hasGroups(), "SKIPPED: this host has no control groups to delegate");
        List<String> outcomes =
                user.sent(new OrdinaryUser.Standing(true, true, Rootless.ENTER), "tests", NarrowIT.class.getName());
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome).startsWith("successful "))
                .as("as many as there are in that class, each row by itself")
                .hasSizeGreaterThanOrEqualTo(13);
    }

    @Test
    @Tag("long")
    void what_runc_does_otherwise_holds_for_an_ordinary_user_too() throws Exception {
        assumeTrue(user.hasGroups(), "SKIPPED: this host has no control groups to delegate");
        List<String> outcomes =
                user.sent(new OrdinaryUser.Standing(true, true, Rootless.ENTER), "tests", RuncIT.class.getName());
        assumeFalse(
                outcomes.stream().allMatch(outcome -> outcome.contains("there is no runc on PATH")),
                "SKIPPED: there is no runc here");
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome).startsWith("successful "))
                .as("as many as there are in that class, each row by itself")
                .hasSizeGreaterThanOrEqualTo(13);
    }

    @Test
    void a_token_says_that_it_was_an_ordinary_user_and_whose_groups_hold_the_limits() throws Exception {
        assumeTrue(user.hasGroups(), "SKIPPED: this host has no control groups to delegate");
        assertThat(look(true, true, Rootless.ENTER))
                .matches("open container crun \\S+ rootless, cgroup v\\S+.* delegated, unlisted calls seen, bounded");
    }

    @Test
    void without_groups_of_its_own_its_containers_are_unbounded_and_say_so() throws Exception {
        assertThat(look(true, false, Rootless.ENTER))
                .contains(" rootless, ")
                .endsWith("unused, rlimits alone, unlisted calls seen, unbounded");
    }

    @Test
    void without_subordinate_users_it_is_refused_with_the_fix() throws Exception {
        assertThat(look(false, true, NOT))
                .startsWith("refused ")
                .contains("subuid")
                .contains("; usermod --add-subuids");
        List<String> alone = new ArrayList<>(Rootless.ENTER);
        alone.remove("--map-auto");
        assertThat(look(true, true, alone))
                .as("in a namespace of itself alone")
                .startsWith("refused ")
                .contains("1 users and groups are mapped", "; usermod --add-subuids");
    }

    @Test
    void with_subordinate_users_that_it_was_not_started_with_it_is_told_how() throws Exception {
        assertThat(look(true, true, NOT)).startsWith("refused ").contains("; start it with the airlock command");
    }
}
