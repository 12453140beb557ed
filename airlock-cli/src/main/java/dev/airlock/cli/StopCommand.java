package dev.airlock.cli;

import dev.airlock.node.NodeFile;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stops the node that runs on the data directory, in order.")
final class StopCommand implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 60;

    @Mixin
    private DataOption data;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException, Trouble {
        Optional<NodeFile> node = NodeFile.running(data.directory());
        Optional<ProcessHandle> process = node.flatMap(NodeFile::process);
        if (process.isEmpty()) {
            spec.commandLine()
                    .getOut()
                    .println("No node runs on " + data.directory().root());
            return Exit.FINE;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Trouble(
                    Exit.FAULT,
                    "the node (process " + process.get().pid() + ") has not ended within " + PATIENCE_SECONDS + " s",
                    "look into " + data.directory().log() + ", or end it with kill -9; nothing is lost by that");
        }
        spec.commandLine().getOut().println("Stopped process " + process.get().pid());
        return Exit.FINE;
    }
}
