package dev.airlock.cli;

import dev.airlock.executor.shell.ExecutorCell;
import dev.airlock.executor.shell.ExecutorConfig;
import dev.airlock.jail.model.JailSettings;
import dev.airlock.jail.shell.OwnCommand;
import dev.airlock.jail.shell.Stage0;
import dev.airlock.linux.Errno;
import dev.airlock.node.dials.DoorAt;
import dev.airlock.road.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --jail}: the executor's process is enclosed, in a JVM that this one becomes. */
final class JailOption {
    /** An executor that has a process to itself loses nothing by it, and where no one chose there is a wall as well. */
    private static final String ALONE = "on";

    private static final String KEY = "jail";

    @Option(
            names = "--jail",
            arity = "0..1",
            fallbackValue = "on",
            paramLabel = "off|on|required",
            description = {
                "Enclose the process: unprivileged user (jail.user), no capabilities, Landlock, seccomp. 'on', the",
                "default, as far as this host allows, and says what is missing; with 'required' nothing is run when",
                "a lock is missing. Stands before the setting 'jail' of the file."
            })
    private String level;

    /** The settings get this option; ends in another JVM where a jail is wanted and not entered yet, unless they are only to be printed. */
    void prepare(Settings settings, Path file, boolean onlyPrint) throws Trouble {
        if (level != null) {
            settings.say(KEY, level);
        }
        // A blank is no choice, and no choice is a jail.
        settings.presume(KEY, ALONE);
        Optional<DoorAt> door = DoorAt.in(settings);
        ExecutorConfig config = ExecutorConfig.from(settings);
        if (config.jail().wanted() && door.isPresent()) {
            throw new Trouble(
                    Exit.USAGE,
                    file + ": " + DoorAt.KEY + " is set, and jail is on: behind it nobody listens",
                    "leave " + DoorAt.KEY
                            + " out, `airlock health executor` tells by its pulses how it is; or say jail=off");
        }
        if (!onlyPrint) {
            enclose(config, file);
        }
    }

    private static void enclose(ExecutorConfig config, Path file) throws Trouble {
        if (config.jail().wanted() && !OwnCommand.hasEntered()) {
            enter(config, file);
        }
        // Where it is required, all that is missing is named later, this too.
        if (config.jail().level() == JailSettings.Level.ON && isRoot()) {
            throw new Trouble(
                    Exit.USAGE,
                    "the environment says that stage 0 of the jail is over, and this is still root",
                    "unset AIRLOCK_JAIL, or say jail=off");
        }
    }

    private static boolean isRoot() throws Trouble {
        try {
            return Stage0.isRoot();
        } catch (IOException e) {
            throw new Trouble(Exit.USAGE, "nobody knows who runs this: " + e.getMessage(), "airlock doctor");
        }
    }

    private static void enter(ExecutorConfig config, Path file) throws Trouble {
        try {
            throw Stage0.enter(ExecutorCell.of(config, file));
        } catch (Errno | IOException e) {
            throw new Trouble(
                    Exit.USAGE, "the jail cannot be entered: " + e.getMessage(), "airlock doctor says what is there");
        }
    }
}
