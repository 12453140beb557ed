package dev.airlock.cli;

import dev.airlock.setup.shell.Layout;
import dev.airlock.setup.shell.SetupFailed;
import dev.airlock.setup.shell.Uninstaller;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "uninstall",
        mixinStandardHelpOptions = true,
        description = {
            "Takes away what `airlock setup` made: units, the command, the program. Settings, keys, tokens' logs and all other state stay,",
            "unless --purge is said; users always stay."
        },
        footer = {"", "Its own exit codes: 0 nothing is set up any more; 1 a step failed; 2 wrong use."})
final class UninstallCommand implements Callable<Integer> {
    @Option(
            names = "--prefix",
            paramLabel = "DIR",
            defaultValue = Layout.STANDARD,
            description = "Where it was set up; by default ${DEFAULT-VALUE}.")
    private Path prefix;

    @Option(
            names = "--purge",
            description = "Remove settings and state too: keys, images, the embedded broker's tokens.")
    private boolean purge;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        PrintWriter out = spec.commandLine().getOut();
        var layout = new Layout(prefix);
        var uninstaller = new Uninstaller(layout, dryRun, line -> {
            out.println(line);
            out.flush();
        });
        if (!uninstaller.anything()) {
            out.println("nothing is set up in " + layout.prefix());
            return Exit.FINE;
        }
        try {
            uninstaller.uninstall(purge);
            return Exit.FINE;
        } catch (SetupFailed e) {
            throw new Trouble(SetupCommand.FAILED, e.getMessage(), e.fix());
        } catch (IOException e) {
            throw new Trouble(SetupCommand.FAILED, e.toString(), "run it again when that is mended");
        }
    }
}
