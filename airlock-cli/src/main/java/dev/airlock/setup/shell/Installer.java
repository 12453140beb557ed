package dev.airlock.setup.shell;

import dev.airlock.setup.model.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sets a distribution up, and may be run any number of times: what is as it should be is kept. Services that are at work are stopped first and
 * started again last.
 */
public final class Installer {
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Layout layout;
    private final HostUsers users;
    private final Hands hands;

    /**
     * @param user how the services' users begin
     * @param rehearsal whether steps are only said
     * @param say takes each step, in a line
     */
    public Installer(Layout layout, String user, boolean rehearsal, Consumer<String> say) {
        this.layout = layout;
        this.users = new HostUsers(user);
        this.hands = new Hands(rehearsal, say);
    }

    /**
     * Everything, in order; the stamp comes last.
     *
     * @return what is left to the operator; usually nothing
     * @throws SetupFailed with the thing and the fix; what was set up before still is, but services may be stopped
     */
    public List<String> install(Distribution from, InstantSource clock)
            throws IOException, SetupFailed, InterruptedException {
        claim();
        List<String> atWork = layout.ofTheHost() && Systemd.runs() ? Systemd.active() : List.of();
        var program = new Program(layout, hands);
        program.install(from);
        if (!atWork.isEmpty()) {
            hands.step("systemctl stop " + String.join(" ", atWork), () -> Systemd.call("stop", atWork));
        }
        try {
            settle(program, from, clock);
        } finally {
            // Also after a failure: with what was there before they may still do their work.
            if (!atWork.isEmpty()) {
                hands.step("systemctl start " + String.join(" ", atWork), () -> Systemd.call("start", atWork));
            }
        }
        return hands.left();
    }

    private void settle(Program program, Distribution from, InstantSource clock)
            throws IOException, SetupFailed, InterruptedException {
        program.turn(from.release());
        new Surroundings(layout, hands, users, from.home()).make();
        program.verify(from.release());
        hands.step("stamp " + layout.stamp(), () -> Stamps.write(layout, new Stamp(clock.instant(), from.release())));
        program.removeOthers(from.release());
    }

    /** Nothing is set up where something else lies, or where others could put something else there. */
    private void claim() throws IOException, SetupFailed, InterruptedException {
        if (layout.ofTheHost() && !HostUsers.isRoot() && !hands.rehearsal()) {
            throw new SetupFailed(
                    Layout.STANDARD + " is the whole host's, and this is not root",
                    "sudo, or --prefix DIR for your own");
        }
        Path prefix = layout.prefix();
        if (Files.exists(prefix, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(prefix, LinkOption.NOFOLLOW_LINKS)) {
            throw new SetupFailed(prefix + " is no folder", "give another --prefix");
        }
        if (Files.isDirectory(prefix)) {
            requireOurs(prefix);
        }
        if (!Files.exists(layout.mark())) {
            hands.step("make " + prefix, () -> {
                Files.createDirectories(prefix);
                Files.setPosixFilePermissions(prefix, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.writeString(
                        layout.mark(),
                        "What is in here was made by `airlock setup`, and `airlock uninstall` removes it.\n");
                Files.createDirectories(layout.versions());
            });
        }
    }

    private void requireOurs(Path prefix) throws IOException, SetupFailed {
        Set<PosixFilePermission> modes = EnumSet.copyOf(Files.getPosixFilePermissions(prefix));
        modes.retainAll(OTHERS_WRITE);
        if (!modes.isEmpty()) {
            throw new SetupFailed("others may write to " + prefix, "chmod go-w " + prefix);
        }
        try (Stream<Path> files = Files.list(prefix)) {
            if (!Files.isRegularFile(layout.mark(), LinkOption.NOFOLLOW_LINKS)
                    && files.findAny().isPresent()) {
                throw new SetupFailed(
                        prefix + " is not empty, and airlock did not make it",
                        "give an empty or a new folder with --prefix");
            }
        }
    }
}
