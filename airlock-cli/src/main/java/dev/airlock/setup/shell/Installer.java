package dev.airlock.setup.shell;

import dev.airlock.setup.model.Stamp;
import dev.airlock.setup.model.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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
    private final Optional<String> user;
    private final Hands hands;

    /**
     * @param user how the services' users begin; empty for as they did at the last set-up, or as is usual
     * @param rehearsal whether steps are only said
     * @param say takes each step, in a line
     */
    public Installer(Layout layout, Optional<String> user, boolean rehearsal, Consumer<String> say) {
        this.layout = layout;
        this.user = user.map(Users::require);
        this.hands = new Hands(rehearsal, say);
    }

    /**
     * Everything, in order; the stamp comes last.
     *
     * @return what is left to the operator; usually nothing
     * @throws SetupFailed with the thing and the fix; what was set up before still counts then, and services that were at work are started on it
     */
    public List<String> install(Distribution from, InstantSource clock)
            throws IOException, SetupFailed, InterruptedException {
        requireUnchanged(from);
        if (layout.ofTheHost()) {
            JavaPlace.requireReachable(Path.of(System.getProperty("java.home")));
        }
        claim();
        if (hands.rehearsal()) {
            return alone(from, clock);
        }
        try (SetupLock _ = SetupLock.take(layout.lock())) {
            return alone(from, clock);
        }
    }

    private List<String> alone(Distribution from, InstantSource clock)
            throws IOException, SetupFailed, InterruptedException {
        HostUsers users = new UsersThere(layout).beginning(user);
        var program = new Program(layout, hands);
        program.install(from);
        program.verify(from.release());
        var atWork = new AtWork(layout.atWork(), hands, layout.ofTheHost() ? Systemd.here() : Optional.empty());
        Optional<Path> before = program.counts();
        try {
            atWork.stop();
            settle(program, users, from, clock);
        } catch (IOException | SetupFailed | InterruptedException | RuntimeException failed) {
            if (before.isPresent()) {
                alsoAfter(failed, () -> program.turnBack(before.get()));
            }
            alsoAfter(failed, atWork::start);
            throw failed;
        }
        atWork.start();
        program.removeOthers(from.release());
        return hands.left();
    }

    private static void alsoAfter(Exception failed, Hands.Deed deed) {
        try {
            deed.run();
        } catch (IOException | SetupFailed | RuntimeException e) {
            failed.addSuppressed(e);
        } catch (InterruptedException e) {
            failed.addSuppressed(e);
            Thread.currentThread().interrupt();
        }
    }

    /** What is set up already is the measure of nothing but itself: whoever changed it would have it set up anew under another name. */
    private void requireUnchanged(Distribution from) throws IOException, SetupFailed {
        Path home = from.home().toRealPath();
        if (Files.isDirectory(layout.versions())
                && home.startsWith(layout.versions().toRealPath())
                && !home.getFileName().toString().equals(from.release().folder())) {
            throw new SetupFailed(
                    home + " is not what was set up there", "unpack the archive again, and run its bin/airlock setup");
        }
    }

    private void settle(Program program, HostUsers users, Distribution from, InstantSource clock)
            throws IOException, SetupFailed, InterruptedException {
        program.turn(from.release());
        new Surroundings(layout, hands, users, from.home()).make();
        var stamp = new Stamp(clock.instant(), from.release(), Optional.of(users.beginning()));
        hands.step("stamp " + layout.stamp(), () -> Stamps.write(layout, stamp));
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
                Tree.open(prefix);
                Files.writeString(
                        layout.mark(),
                        "What is in here was made by `airlock setup`, and `airlock uninstall` removes it.\n");
                Tree.open(layout.versions());
            });
        }
    }

    private void requireOurs(Path prefix) throws IOException, SetupFailed {
        Object caller = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        for (Path own : List.of(prefix, layout.mark(), layout.versions(), layout.lock(), layout.atWork())) {
            if (!hands.rehearsal()
                    && Files.exists(own, LinkOption.NOFOLLOW_LINKS)
                    && !Files.getAttribute(own, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(caller)) {
                throw new SetupFailed(
                        own + " belongs to somebody else", "give another --prefix, or run it as its owner");
            }
        }
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
