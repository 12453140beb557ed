package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A distribution of empty jars: which of them a self-test takes, and where they lie in the machine. */
final class TestCodeTest {
    private static final List<String> JARS = List.of(
            "modules/airlock-linux-1.jar",
            "lib/airlock-cli-1.jar",
            "lib/airlock-executor-service-1.jar",
            "lib/airlock-image-1.jar",
            "lib/airlock-jail-1.jar",
            "lib/airlock-microvm-1.jar",
            "lib/airlock-schemas-1.jar",
            "lib/capbus-gateway-1.jar",
            "lib/policy-service-1.jar",
            "lib/commons-compress-1.28.0.jar",
            "lib/kafka-server-4.3.1.jar",
            "tests/airlock-cli-1-tests.jar",
            "tests/airlock-executor-service-1-tests.jar",
            "tests/airlock-linux-1-tests.jar",
            "tests/airlock-microvm-1-tests.jar",
            "tests/airlock-road-1-tests.jar",
            "tests/airlock-schemas-1-tests.jar",
            "tests/junit-jupiter-6.1.3.jar");

    @TempDir
    private Path dist;

    @BeforeEach
    void build() throws IOException {
        for (String jar : JARS) {
            Path file = dist.resolve(jar);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        }
    }

    private List<Path> in(String... names) {
        return Stream.of(names).map(dist::resolve).toList();
    }

    @Test
    void the_guests_tests_get_no_broker() throws Exception {
        TestCode code = TestCode.guestsOfDistribution(dist);
        assertThat(code.tests()).isEqualTo(in("tests/airlock-microvm-1-tests.jar", "tests/airlock-linux-1-tests.jar"));
        assertThat(code.libraries()).isEqualTo(in("tests/junit-jupiter-6.1.3.jar", "lib/commons-compress-1.28.0.jar"));
    }

    @Test
    void the_roads_tests_get_all_that_the_command_runs_and_no_jar_twice() throws Exception {
        TestCode code = TestCode.roadOfDistribution(dist);
        assertThat(code.tests())
                .isEqualTo(in("tests/airlock-executor-service-1-tests.jar", "tests/airlock-cli-1-tests.jar"));
        assertThat(Stream.concat(code.ours().stream(), code.libraries().stream()))
                .doesNotHaveDuplicates()
                .containsAll(code.tests())
                .containsAll(in("lib/kafka-server-4.3.1.jar", "lib/capbus-gateway-1.jar", "lib/policy-service-1.jar"))
                .noneMatch(jar -> jar.toString().contains("airlock-linux"));
        assertThat(code.libraries()).noneMatch(jar -> jar.toString().matches(".*(airlock-|-service|capbus).*"));
    }

    @Test
    void what_was_not_built_is_named() throws IOException {
        Files.delete(dist.resolve("tests/airlock-cli-1-tests.jar"));
        assertThatThrownBy(() -> TestCode.roadOfDistribution(dist))
                .isInstanceOf(SelftestFailed.class)
                .hasMessageContaining("airlock-cli-.*-tests");
    }

    @Test
    void a_working_copy_gives_every_module_that_was_compiled_and_the_tests_of_two() throws Exception {
        Path copy = dist.resolve("copy");
        for (String module : List.of(
                "schemas",
                "road",
                "snaft-service",
                "airlock-cli",
                "airlock-executor/linux",
                "airlock-executor/service")) {
            Files.createDirectories(copy.resolve(module).resolve("target/classes"));
            Files.createDirectories(copy.resolve(module).resolve("target/test-classes"));
            Files.createFile(copy.resolve(module).resolve("pom.xml"));
        }
        TestCode code = TestCode.roadOfWorkingCopy(copy, dist);
        assertThat(code.tests())
                .containsExactly(
                        copy.resolve("airlock-executor/service/target/test-classes"),
                        copy.resolve("airlock-cli/target/test-classes"));
        assertThat(code.ours())
                .contains(copy.resolve("snaft-service/target/classes"), copy.resolve("road/target/test-classes"))
                .doesNotContain(copy.resolve("airlock-executor/linux/target/classes"));
        assertThat(code.linux()).isEqualTo(copy.resolve("airlock-executor/linux/target/classes"));
    }

    @Test
    void in_the_machine_every_part_has_a_place_and_the_tests_are_found_where_they_lie() throws Exception {
        for (TestCode code : List.of(TestCode.guestsOfDistribution(dist), TestCode.roadOfDistribution(dist))) {
            TestCode inside = GuestMachine.inside(code, new GuestFiles(), dist);
            assertThat(inside.ours()).hasSameSizeAs(code.ours()).doesNotHaveDuplicates();
            assertThat(inside.tests()).hasSameSizeAs(code.tests());
            for (int i = 0; i < code.tests().size(); i++) {
                int place = code.ours().indexOf(code.tests().get(i));
                assertThat(inside.tests().get(i))
                        .isEqualTo(place < 0 ? inside.linux() : inside.ours().get(place));
            }
        }
    }
}
