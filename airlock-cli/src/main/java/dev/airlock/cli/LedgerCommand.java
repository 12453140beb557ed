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

/** The ledger: what it has signed; and the service of that name, which the services' own option starts. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = {
            "The Merkle logs over the tokens, one for each partition, and their signed heads. With --config it runs ledger-service",
            "alone; a node has one of its own."
        },
        subcommands = {
            LedgerStatusCommand.class,
            LedgerCompareCommand.class,
            LedgerExportCommand.class,
            LedgerImportCommand.class
        },
        footer = {
            "",
            "  airlock ledger status      how far each log has grown, and whether every token is under a signed head",
            "  airlock ledger compare     two places that tell of the logs: the same, which is ahead, or two stories",
            "  airlock ledger export      the tokens as segments, for longer than the topic keeps them; import checks and keeps them",
            "  airlock proof TOKEN        the proof that a token is under one"
        })
final class LedgerCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Runs ledger-service alone on the settings of this properties file.")
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
        Settings settings = ConfigOption.read(config.get(), Service.Kind.LEDGER.label());
        return ServiceCommand.serve(Service.Kind.LEDGER, config.get(), settings, print, spec);
    }
}
