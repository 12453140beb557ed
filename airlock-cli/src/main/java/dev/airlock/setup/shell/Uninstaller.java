package dev.airlock.setup.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes away what a set-up made. Settings, keys and all other state stay, unless they are to go as well; users always stay. */
public final class Uninstaller {
    private final Layout layout;
    private final Hands hands;

    public Uninstaller(Layout layout, boolean rehearsal, Consumer<String> say) {
        this.layout = layout;
        this.hands = new Hands(rehearsal, say);
    }

    /** Whether there is anything that a set-up made. */
    public boolean anything() {
        return Files.isRegularFile(layout.mark(), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * @param purge whether settings and state go too
     * @throws SetupFailed with the thing and the fix
     */
    public void uninstall(boolean purge) throws IOException, SetupFailed, InterruptedException {
        if (layout.ofTheHost() && !HostUsers.isRoot() && !hands.rehearsal()) {
            throw new SetupFailed(Layout.STANDARD + " is the whole host's, and this is not root", "sudo");
        }
        if (hands.rehearsal()) {
            alone(purge);
            return;
        }
        try (SetupLock _ = SetupLock.take(layout.lock())) {
            alone(purge);
        }
    }

    private void alone(boolean purge) throws IOException, SetupFailed, InterruptedException {
        if (purge) {
            requireFolder(layout.settings());
            requireFolder(layout.state());
        }
        units();
        remove(layout.atWork());
        // Without a stamp nothing is set up, whatever else is still there.
        remove(layout.stamp());
        link();
        if (purge) {
            tree(layout.settings());
            tree(layout.state());
        } else {
            hands.note("kept " + layout.settings() + " and " + layout.state() + "; --purge removes them");
        }
        remove(layout.current());
        tree(layout.versions());
        if (!hands.rehearsal()) {
            last();
        }
    }

    /** To remove a link and leave what it points to is no purge. */
    private static void requireFolder(Path folder) throws IOException, SetupFailed {
        if (Files.isSymbolicLink(folder)) {
            throw new SetupFailed(
                    folder + " is a link to " + Files.readSymbolicLink(folder) + ", and links are not followed",
                    "remove what is there by hand, and the link, and run it again; nothing was removed");
        }
    }

    private void units() throws IOException, SetupFailed, InterruptedException {
        Optional<Systemd> systemd = layout.ofTheHost() ? Systemd.here() : Optional.empty();
        List<String> names = new java.util.ArrayList<>(Services.units());
        names.add(Services.TARGET);
        List<String> there = names.stream()
                .filter(name -> Files.exists(layout.units().resolve(name)))
                .toList();
        if (systemd.isPresent() && !there.isEmpty()) {
            hands.step("systemctl disable --now " + String.join(" ", there), () -> {
                systemd.get().call("stop", there);
                systemd.get().call("disable", there);
            });
        }
        for (String name : there) {
            remove(layout.units().resolve(name));
        }
        if (systemd.isPresent() && !there.isEmpty()) {
            hands.step("systemctl daemon-reload", () -> systemd.get().call("daemon-reload", List.of()));
        }
        if (!layout.ofTheHost()) {
            emptied(layout.units());
        }
    }

    /** The command, if it is ours and nobody's else of the same name. */
    private void link() throws IOException, SetupFailed, InterruptedException {
        Path command = layout.command();
        if (Files.isSymbolicLink(command)
                && Files.readSymbolicLink(command).equals(layout.current().resolve("bin/airlock"))) {
            remove(command);
        }
        if (!layout.ofTheHost()) {
            emptied(command.getParent());
        }
    }

    private void remove(Path file) throws IOException, SetupFailed, InterruptedException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            hands.step("remove " + file, () -> Files.delete(file));
        }
    }

    private void tree(Path folder) throws IOException, SetupFailed, InterruptedException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            hands.step("remove " + folder + " and all in it", () -> Tree.remove(folder));
        }
    }

    private void emptied(Path folder) throws IOException {
        if (!hands.rehearsal() && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(folder);
        }
    }

    /** The prefix itself, if nothing of anybody's is left in it; the mark stays as long as it does, and as long as there is something to purge. */
    private void last() throws IOException {
        if (Files.exists(layout.settings()) || Files.exists(layout.state())) {
            return;
        }
        try (var files = Files.list(layout.prefix())) {
            if (files.anyMatch(file -> !file.equals(layout.mark()) && !file.equals(layout.lock()))) {
                return;
            }
        }
        Files.deleteIfExists(layout.lock());
        Files.deleteIfExists(layout.mark());
        Files.deleteIfExists(layout.prefix());
    }
}
