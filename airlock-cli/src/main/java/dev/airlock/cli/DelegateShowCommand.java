package dev.airlock.cli;

import dev.airlock.schemas.model.SignedDelegation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "What a delegation says, from who gave it first to who has it. Whether it counts, the road says.")
final class DelegateShowCommand implements Callable<Integer> {
    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "FILE", description = "As airlock delegate wrote it.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        PrintWriter out = spec.commandLine().getOut();
        for (SignedDelegation one : DelegationFile.read(file).delegations()) {
            out.println(json.asked() ? JsonOption.line(DelegationText.json(one)) : DelegationText.line(one));
        }
        return Exit.FINE;
    }
}
