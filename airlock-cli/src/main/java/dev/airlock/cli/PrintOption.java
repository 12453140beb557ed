package dev.airlock.cli;

import dev.airlock.road.config.Setting;
import dev.airlock.road.config.Settings;
import dev.airlock.road.config.Source;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --print-config}: what a service would start with. */
final class PrintOption {
    private static final String HIDDEN = "(hidden)";

    @Option(
            names = "--print-config",
            description = "Print every setting as it counts and where it comes from, and end. Secrets are hidden.")
    private boolean asked;

    boolean asked() {
        return asked;
    }

    /** Prints all that was asked for, in the form of a properties file; never a secret. */
    int say(String service, Path file, Settings settings, CommandSpec spec) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("# airlock " + service + ", as it would start");
        for (Source source : Source.values()) {
            settings.effective().stream()
                    .filter(setting -> setting.source() == source)
                    .forEach(setting -> out.println(line(setting, file, settings)));
        }
        out.flush();
        return Exit.FINE;
    }

    private static String line(Setting setting, Path file, Settings settings) {
        String from =
                switch (setting.source()) {
                    case COMMAND -> "the command";
                    case ENVIRONMENT -> settings.variable(setting.key());
                    case FILE -> file.toString();
                    case DEFAULT -> "default";
                };
        return "# " + from + System.lineSeparator() + setting.key() + "=" + shown(setting);
    }

    /** On one line, whatever is in it: nobody's value looks like another setting. */
    private static String shown(Setting setting) {
        return setting.secret()
                ? HIDDEN
                : setting.value().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }
}
