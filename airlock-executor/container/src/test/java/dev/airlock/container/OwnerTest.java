package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.container.ControlGroups.Hierarchy;
import dev.airlock.container.ControlGroups.Maker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose groups and folders are whose, and what is swept of those whose owner is gone. */
class OwnerTest {
    /** No process has a number as large: /proc/sys/kernel/pid_max is 4,194,304 at most. */
    private static final long NOBODY = 9_999_999;

    private static Owner gone() throws IOException {
        return new Owner(NOBODY, Owner.ours().namespace(), 1);
    }

    @Test
    void a_name_says_whose_it_is_with_whatever_follows() throws IOException {
        Owner ours = Owner.ours();
        for (String behind : List.of("", ".0", ".3-17", "-trial")) {
            assertThat(Owner.of(ours.name() + behind)).contains(ours);
        }
        assertThat(ours.process()).isEqualTo(ProcessHandle.current().pid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "airlock-1-ab",
                "airlock-rootless-12",
                "airlock-1-ab.cd/x",
                "airlock-1-ab.cd e",
                "x-airlock-1-a.b",
                "",
                "airlock-12345678901-a.b"
            })
    void a_name_of_another_kind_is_nobody_s(String name) {
        assertThat(Owner.of(name)).isEmpty();
    }

    @Test
    void who_runs_is_there_and_who_has_ended_or_had_the_number_before_is_gone() throws Exception {
        assertThat(Owner.ours().isGone()).isFalse();
        assertThat(gone().isGone()).isTrue();
        Owner ours = Owner.ours();
        assertThat(new Owner(ours.process(), ours.namespace(), ours.began() - 1).isGone())
                .as("an earlier process of our number")
                .isTrue();
    }

    @Test
    void who_lives_and_does_not_show_is_there_all_the_same(@TempDir Path proc) throws Exception {
        Owner ours = Owner.ours();
        Path self = Files.createDirectories(proc.resolve("self/ns"));
        Files.createSymbolicLink(self.resolve("pid"), Path.of("pid:[" + ours.namespace() + "]"));
        assertThat(ours.isGone(proc)).as("as with hidepid=2").isFalse();
        assertThat(new Owner(ours.process(), ours.namespace(), ours.began() - 1).isGone(proc))
                .as("whether it is the same one cannot be seen")
                .isFalse();
        assertThat(gone().isGone(proc)).isTrue();
        assertThat(Owner.isNobody(ours.process())).isFalse();
        assertThat(Owner.isNobody(NOBODY)).isTrue();
        assertThat(Owner.isNobody(1L << 32)).as("no number of a process").isFalse();
    }

    @Test
    void of_whom_another_namespace_counts_nobody_here_can_say_that_he_is_gone() throws IOException {
        Owner ours = Owner.ours();
        assertThat(new Owner(NOBODY, ours.namespace() + 1, 1).isGone()).isFalse();
    }

    @Test
    void empty_groups_of_who_is_gone_are_swept_and_all_others_stay(@TempDir Path root) throws IOException {
        Owner ours = Owner.ours();
        Path one = Files.createDirectories(root.resolve("memory"));
        Path two = Files.createDirectories(root.resolve("pids"));
        String left = gone().name() + ".0-4";
        Files.createDirectories(one.resolve(left).resolve("c"));
        Files.createDirectories(two.resolve(left).resolve("c"));
        Path peopled = Files.createDirectories(one.resolve(gone().name() + ".0-5"));
        Files.writeString(peopled.resolve("somebody"), "");
        List<Path> others = List.of(
                one.resolve(ours.name() + ".0-1"),
                one.resolve(new Owner(NOBODY, ours.namespace() + 1, 1).name() + ".0-1"),
                two.resolve("airlock-other"),
                two.resolve("system.slice"));
        for (Path other : others) {
            Files.createDirectories(other);
        }
        new ControlGroups(Hierarchy.V1, Maker.RUNTIME, "", List.of(one, two)).sweepLeft();
        assertThat(one.resolve(left)).doesNotExist();
        assertThat(two.resolve(left)).doesNotExist();
        assertThat(peopled).exists();
        assertThat(others).allSatisfy(other -> assertThat(other).exists());
    }
}
