package dev.airlock.setup.shell;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything goes. At {@value #STANDARD} the rest lies where a host looks for it; below any other prefix everything lies there, and
 * nothing else is touched.
 *
 * @param prefix absolute; letters, digits and {@code . _ @ + -}, since it stands in units and scripts
 */
public record Layout(Path prefix) {
    /** The place of a whole host's. */
    public static final String STANDARD = "/opt/airlock";

    private static final String ETC = "/etc/airlock";
    private static final String STATE = "/var/lib/airlock";
    private static final Pattern PLACES = Pattern.compile("(" + ETC + "|" + STATE + "|" + STANDARD + ")/");

    /** @throws IllegalArgumentException if nothing can be set up there, with what would do */
    public Layout {
        prefix = prefix.toAbsolutePath();
        if (!prefix.toString().matches("(/[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*){2,}")) {
            throw new IllegalArgumentException("--prefix is " + prefix
                    + "; give a directory of its own, at least two deep, of letters, digits and . _ @ + -");
        }
    }

    /** Whether it is a whole host's. */
    public boolean ofTheHost() {
        return prefix.toString().equals(STANDARD);
    }

    private Path place(String ofTheHost, String below) {
        return ofTheHost() ? Path.of(ofTheHost) : prefix.resolve(below);
    }

    /** What makes this directory ours. */
    Path mark() {
        return prefix.resolve(".airlock");
    }

    public Path stamp() {
        return prefix.resolve("setup.json");
    }

    /** Who changes something here has this locked. */
    Path lock() {
        return prefix.resolve("setup.lock");
    }

    /** The services that a set-up has stopped, as long as they are. */
    Path atWork() {
        return prefix.resolve("at-work");
    }

    Path versions() {
        return prefix.resolve("versions");
    }

    /** A link to the version that counts. */
    public Path current() {
        return prefix.resolve("current");
    }

    /** The command, for people. */
    public Path command() {
        return place("/usr/local/bin/airlock", "bin/airlock");
    }

    /** The services' settings. */
    public Path settings() {
        return place(ETC, "etc");
    }

    /** Keys, images, logs of the ledger: what nobody can make again. */
    public Path state() {
        return place(STATE, "var");
    }

    public Path units() {
        return place("/etc/systemd/system", "systemd");
    }

    /** A text of the distribution, which names the host's places, with those of this layout; in one pass, as a place of ours may contain one of the host's. */
    String placed(String text) {
        return PLACES.matcher(text).replaceAll(found -> Matcher.quoteReplacement(of(found.group(1)) + "/"));
    }

    private Path of(String place) {
        return switch (place) {
            case ETC -> settings();
            case STATE -> state();
            default -> prefix;
        };
    }
}
