package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
    static Stream<String> commands() {
        return below(Airlock.commandLine(), "").filter(path -> !path.isEmpty() && !path.endsWith("help"));
    }

    private static Stream<String> below(CommandLine command, String path) {
        return Stream.concat(
                Stream.of(path),
                command.getSubcommands().entrySet().stream()
                        .flatMap(one -> below(one.getValue(), (path + " " + one.getKey()).strip())));
    }

    private static CommandLine find(String path) {
        CommandLine command = Airlock.commandLine();
        for (String word : path.split(" ", -1)) {
            command = command.getSubcommands().get(word);
        }
        return command;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_help_a_description_and_described_options(String path) {
        var arguments = new ArrayList<>(List.of(path.split(" ", -1)));
        arguments.add("--help");
        Said said = Said.by(arguments.toArray(String[]::new));
        assertThat(said.exit()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).startsWith("Usage: airlock " + path);
        CommandLine command = find(path);
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(command.getCommandSpec().args())
                .allSatisfy(argument -> assertThat(argument.description()).isNotEmpty());
        assertThat(names(command)).doesNotHaveDuplicates();
    }

    private static List<String> names(CommandLine command) {
        return command.getCommandSpec().args().stream()
                .filter(ArgSpec::isOption)
                .flatMap(option -> Stream.of(((OptionSpec) option).names()))
                .toList();
    }

    @Test
    void the_first_page_names_every_command_once() {
        Said said = Said.by("--help");
        assertThat(said.exit()).isZero();
        var names = new HashSet<>(Airlock.commandLine().getSubcommands().keySet());
        assertThat(names)
                .contains("run", "up", "status", "stop", "tokens", "outputs", "verify", "posture", "verdict", "image");
        assertThat(names).allSatisfy(name -> assertThat(said.out()).containsPattern("(?m)^  \\Q" + name + "\\E"));
    }

    @Test
    void no_command_at_all_is_wrong_use_and_shows_the_page() {
        Said said = Said.by();
        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("Usage: airlock").contains("airlock run code:execute");
    }

    @Test
    void the_version_names_the_jdk() {
        assertThat(Said.by("--version").out()).contains("airlock ").contains("JDK 2");
    }
}
