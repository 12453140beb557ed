package dev.airlock.setup.shell;

import dev.airlock.setup.decide.UserNames;
import dev.airlock.setup.model.Found;
import dev.airlock.setup.model.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The users that a set-up before this one has given settings and keys to. It says so in its stamp; where there is none, since it was cut off, taken away or
 * of a release that did not say, what it left does.
 *
 * @param layout where it would be
 */
record UsersThere(Layout layout) {
    private static final String LINE = "User=";

    /**
     * How the users are to begin.
     *
     * @param asked what the operator says
     * @throws SetupFailed if settings and keys are there that others could not read
     */
    HostUsers beginning(Optional<String> asked) throws IOException, SetupFailed {
        Optional<String> there = remembered();
        boolean other = asked.isPresent() && there.isPresent() && !asked.equals(there);
        if (other && (Files.exists(layout.settings()) || Files.exists(layout.state()))) {
            throw new SetupFailed(
                    "settings and state are there for the users " + there.get() + "-*, and --user says " + asked.get(),
                    "leave --user out; for other users, `airlock uninstall --purge` first, which removes settings and keys");
        }
        return new HostUsers(asked.or(() -> there).orElse(Users.USUAL));
    }

    private Optional<String> remembered() throws IOException {
        if (Stamps.read(layout) instanceof Found.Stamped(var stamp)
                && stamp.users().isPresent()) {
            return stamp.users();
        }
        // Below another prefix all is its owner's, whoever that is.
        Optional<String> byState = layout.ofTheHost() ? UserNames.beginning(owners()) : Optional.empty();
        return byState.isPresent() ? byState : UserNames.beginning(named());
    }

    /** Who has the folders of keys, and may read the settings. */
    private Map<String, String> owners() throws IOException {
        Map<String, String> owners = new LinkedHashMap<>();
        for (String service : Services.ALL) {
            Optional<PosixFileAttributes> keys =
                    attributes(layout.state().resolve("keys").resolve(service));
            Optional<PosixFileAttributes> settings =
                    attributes(layout.settings().resolve(service + ".properties"));
            keys.map(of -> of.owner().getName())
                    .or(() -> settings.map(of -> of.group().getName()))
                    .ifPresent(name -> owners.put(service, name));
        }
        return owners;
    }

    private static Optional<PosixFileAttributes> attributes(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                : Optional.empty();
    }

    /** Whom the units name. */
    private Map<String, String> named() throws IOException {
        Map<String, String> named = new LinkedHashMap<>();
        for (String service : Services.ALL) {
            Path unit = layout.units().resolve(Services.unit(service));
            if (Files.isRegularFile(unit, LinkOption.NOFOLLOW_LINKS)) {
                Files.readAllLines(unit).stream()
                        .filter(line -> line.startsWith(LINE))
                        .findFirst()
                        .ifPresent(line ->
                                named.put(service, line.substring(LINE.length()).strip()));
            }
        }
        return named;
    }
}
