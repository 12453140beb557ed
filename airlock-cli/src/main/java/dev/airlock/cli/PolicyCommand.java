package dev.airlock.cli;

import dev.airlock.node.Service;
import dev.airlock.road.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Policies: what they say, which ones count; and the service of that name, which the services' own option starts. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "Who may do what: checks, explains, tries and loads sets of policies in the Cedar language. With --config it runs",
            "policy-service alone, with the observer."
        },
        subcommands = {
            PolicyCheckCommand.class,
            PolicyExplainCommand.class,
            PolicyTestCommand.class,
            PolicyLoadCommand.class,
            PolicyListCommand.class,
            PolicyShowCommand.class
        },
        footer = {
            "",
            "  airlock policy check policies                                   is a set in order? its faults, with lines",
            "  airlock policy explain --intent shell:ls --origin external_ai   may it run, and which policy says so",
            "  airlock policy load policies --reason 'partners may scan'       puts a set into force, signed by the operator",
            "",
            "Policies are asked last: what snaft or the posture refuses, no policy can permit. A forbid beats every permit."
        })
final class PolicyCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Runs policy-service alone on the settings of this properties file.")
    private Optional<Path> config;

    @Mixin
    private PrintOption print;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        if (config.isEmpty()) {
            spec.commandLine().usage(spec.commandLine().getErr());
            return Exit.USAGE;
        }
        Settings settings = ConfigOption.read(config.get(), Service.Kind.POLICY.label());
        return ServiceCommand.serve(Service.Kind.POLICY, config.get(), settings, print, spec);
    }
}
