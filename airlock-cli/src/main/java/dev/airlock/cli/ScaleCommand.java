package dev.airlock.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description =
                "How the road does with more executors, when one of them falls out, and for long: on processes of its own.",
        subcommands = {ScaleSimulateCommand.class, ScaleDrillCommand.class, ScaleSoakCommand.class},
        footer = {
            "",
            "  airlock scale simulate   what one executor does, what a model says of two and four, what they do; and up to 1,000 hosts",
            "  airlock scale drill      one of four executors is halted or killed: how soon the others have taken over",
            "  airlock scale soak       70 %% of what it can, for long: does it get slower, grow, or leave anything behind",
            "",
            "Each starts broker, policy, snaft, gateway, ledger and executors as processes on loopback, and ends them. Exit code 1",
            "when what has to hold does not."
        })
final class ScaleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }
}
