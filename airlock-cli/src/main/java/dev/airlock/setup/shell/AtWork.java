package dev.airlock.setup.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The services that were at work before a set-up, and are again after it. They are written down before the first is stopped, so that they are started
 * by the next set-up too where this one is cut off in between.
 */
final class AtWork {
    private final Path file;
    private final Hands hands;
    private final Optional<? extends Units> units;
    private final Set<String> all = new TreeSet<>();

    /**
     * @param file where they are written down
     * @param units empty where none can be at work
     */
    AtWork(Path file, Hands hands, Optional<? extends Units> units) {
        this.file = file;
        this.hands = hands;
        this.units = units;
    }

    /** Stops what is at work. */
    void stop() throws IOException, SetupFailed, InterruptedException {
        if (units.isEmpty()) {
            return;
        }
        List<String> active = units.get().active();
        all.addAll(active);
        all.addAll(written());
        if (!active.isEmpty()) {
            hands.step("systemctl stop " + String.join(" ", active), () -> {
                Synced.write(file, String.join("\n", all) + "\n");
                units.get().call("stop", active);
            });
        }
    }

    /** Starts what was at work, and forgets it. */
    void start() throws IOException, SetupFailed, InterruptedException {
        if (!all.isEmpty()) {
            List<String> wanted = List.copyOf(new TreeSet<>(all));
            hands.step("systemctl start " + String.join(" ", wanted), () -> {
                units.orElseThrow().call("start", wanted);
                Files.deleteIfExists(file);
            });
        }
    }

    private List<String> written() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(Services.units()::contains)
                .toList();
    }
}
