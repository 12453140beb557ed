package dev.airlock.cli;

import dev.airlock.setup.decide.Needs;
import dev.airlock.setup.model.Found;
import dev.airlock.setup.model.SetupState;
import dev.airlock.setup.shell.Distribution;
import dev.airlock.setup.shell.Installer;
import dev.airlock.setup.shell.Layout;
import dev.airlock.setup.shell.SetupFailed;
import dev.airlock.setup.shell.Stamps;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        description = {
            "Puts this distribution in its place: the program with its start-up cache, settings, keys, units for systemd. May be run",
            "again at any time; what is as it should be is kept, and so are settings, keys and all other state."
        },
        footer = {
            "",
            "At /opt/airlock it is the whole host's: settings in /etc/airlock, state in /var/lib/airlock, units in /etc/systemd/system, a",
            "user for each service, and the command in /usr/local/bin. With any other prefix all lies below that.",
            "",
            "Its own exit codes: 0 set up, or nothing to do; 1 a step failed; 2 wrong use; 3 with --check: there is something to do",
            "(first_run, stale_after_update); 4 a newer one is set up (stale_after_downgrade), nothing was done; 5 set up, and a step is",
            "left to you; 6 what says what is set up cannot be read (stamp_corrupt), nothing was done."
        })
final class SetupCommand implements Callable<Integer> {
    static final int FAILED = 1;
    static final int NEEDED = 3;
    static final int DOWNGRADE = 4;
    static final int MANUAL_STEP = 5;
    static final int CORRUPT = 6;

    @Option(
            names = "--prefix",
            paramLabel = "DIR",
            defaultValue = Layout.STANDARD,
            description = "Where it goes; by default ${DEFAULT-VALUE}.")
    private Path prefix;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = {
                "How the users of the services begin: NAME-policy and so on; by default as at the last setup, at first",
                "airlock."
            })
    private String user;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--check", description = "Print how what is set up stands to this distribution, and end.")
    private boolean check;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        var layout = new Layout(prefix);
        Distribution own = Distribution.own()
                .orElseThrow(
                        () -> new Trouble(
                                Exit.USAGE,
                                "this airlock runs from a source tree, and a distribution is set up",
                                "mvn -DskipTests verify, unpack airlock-cli/target/airlock-VERSION.tar.gz, and run its bin/airlock setup"));
        Found found = Stamps.read(layout);
        SetupState state = Needs.of(found, own.release());
        PrintWriter out = spec.commandLine().getOut();
        if (check) {
            out.println(state.label());
        }
        return switch (state) {
            case STALE_AFTER_DOWNGRADE ->
                throw new Trouble(
                        DOWNGRADE,
                        "a newer version than " + own.release().version() + " is set up in " + layout.prefix() + ": "
                                + layout.stamp(),
                        "use that one; or, to go back, `airlock uninstall` first, which keeps settings and state");
            case STAMP_CORRUPT ->
                throw new Trouble(
                        CORRUPT,
                        layout.stamp() + " cannot be read: " + (found instanceof Found.Corrupt(String why) ? why : ""),
                        "look at it, remove it, and run setup again");
            case OK, FIRST_RUN, STALE_AFTER_UPDATE ->
                check ? (state == SetupState.OK ? Exit.FINE : NEEDED) : install(layout, own, out);
        };
    }

    private int install(Layout layout, Distribution own, PrintWriter out)
            throws IOException, InterruptedException, Trouble {
        try {
            List<String> left = new Installer(layout, Optional.ofNullable(user), dryRun, line -> {
                        out.println(line);
                        out.flush();
                    })
                    .install(own, InstantSource.system());
            if (!dryRun) {
                out.println("set up: " + layout.command() + "; what comes next is in "
                        + layout.current().resolve("docs/INSTALL.md"));
            }
            return left.isEmpty() || dryRun ? Exit.FINE : MANUAL_STEP;
        } catch (SetupFailed e) {
            throw new Trouble(FAILED, e.getMessage(), e.fix());
        } catch (IOException e) {
            throw new Trouble(FAILED, e.toString(), "run it again when that is mended; it goes on where it stopped");
        }
    }
}
