package dev.airlock.setup.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The host's systemd, where it runs; sd_booted(3) says how one knows. */
final class Systemd {
    private static final Path RUNS = Path.of("/run/systemd/system");

    private Systemd() {}

    static boolean runs() {
        return Files.isDirectory(RUNS);
    }

    /** Which of our units are at work. */
    static List<String> active() throws SetupFailed, InterruptedException {
        List<String> active = new ArrayList<>();
        for (String service : Services.ALL) {
            if (Tool.run(List.of("systemctl", "is-active", "--quiet", Services.unit(service)))
                    .fine()) {
                active.add(Services.unit(service));
            }
        }
        return active;
    }

    /** @throws SetupFailed with what systemctl said */
    static void call(String verb, List<String> units) throws SetupFailed, InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemctl", verb));
        command.addAll(units);
        Tool.Ending result = Tool.run(command);
        if (!result.fine()) {
            throw new SetupFailed(String.join(" ", command) + ": " + result.said(), "");
        }
    }
}
