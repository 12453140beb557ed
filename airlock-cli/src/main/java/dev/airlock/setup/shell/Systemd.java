package dev.airlock.setup.shell;

import dev.airlock.setup.wire.TimeSpans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The host's systemd, where it runs; sd_booted(3) says how one knows.
 *
 * @param command how it is asked
 */
record Systemd(String command) implements Units {
    private static final Path RUNS = Path.of("/run/systemd/system");
    /** For systemd itself, when a service has had its time. */
    private static final Duration BESIDES = Duration.ofSeconds(30);

    /** The one of this host's, if it runs. */
    static Optional<Systemd> here() {
        return Files.isDirectory(RUNS) ? Optional.of(new Systemd("systemctl")) : Optional.empty();
    }

    @Override
    public List<String> active() throws SetupFailed, InterruptedException {
        List<String> active = new ArrayList<>();
        for (String unit : Services.units()) {
            if (Tool.run(List.of(command, "is-active", "--quiet", unit)).fine()) {
                active.add(unit);
            }
        }
        return active;
    }

    @Override
    public void call(String verb, List<String> units) throws SetupFailed, InterruptedException {
        Duration most = verb.equals("stop") ? stopMost(units) : Tool.USUALLY_MOST;
        Tool.Ending result = Tool.run(most, words(List.of(verb), units));
        if (!result.fine()) {
            throw new SetupFailed("systemctl " + verb + " " + String.join(" ", units) + ": " + result.said(), "");
        }
    }

    /** How long units may take to stop: what each may, since one may wait for the other. A drop-in gives them more where runs are to be drained for longer. */
    Duration stopMost(List<String> units) throws SetupFailed, InterruptedException {
        Tool.Ending result =
                Tool.run(Tool.USUALLY_MOST, words(List.of("show", "--property=TimeoutStopUSec", "--value"), units));
        Duration most = BESIDES;
        for (String line : result.said().lines().filter(said -> !said.isBlank()).toList()) {
            most = most.plus(TimeSpans.read(line).orElse(Tool.USUALLY_MOST));
        }
        return most.compareTo(Tool.USUALLY_MOST) > 0 ? most : Tool.USUALLY_MOST;
    }

    private List<String> words(List<String> verb, List<String> units) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(verb);
        words.addAll(units);
        return words;
    }
}
