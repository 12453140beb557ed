package dev.airlock.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The OCI runtime of this host.
 *
 * @param kind which one it is
 * @param program where it is, an absolute path
 * @param version as it says, such as {@code 1.8.1}
 */
public record ContainerRuntime(Kind kind, Path program, String version) {
    /** Which one, by what it leaves to us. */
    public enum Kind {
        /** Asks about every call that no rule names, {@code write} as well; waits for its container's end, whose code is its own. */
        CRUN,
        /**
         * Asks about calls by their names alone, never about {@code write}, so not every call can be seen. It is many threads, needs /proc until the
         * program begins, and is gone when it has started it. Source: libcontainer of runc 1.1.5, seccomp/seccomp_linux.go and standard_init_linux.go.
         */
        RUNC;

        /** As it is called on PATH, in settings and in tokens. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Which calls are seen where not all are, for tokens: no more is claimed than can be. */
        public String seen() {
            return switch (this) {
                case CRUN -> "unlisted calls seen";
                case RUNC -> "unlisted calls seen that its libseccomp knows";
            };
        }

        /** Whether every call can be seen, whatever it is. */
        public boolean showsEveryCall() {
            return this == CRUN;
        }
    }

    /** Which one is to be used. */
    public enum Wanted {
        /** The first that is there, crun before runc. */
        AUTO(List.of(Kind.CRUN, Kind.RUNC)),
        /** crun or none. */
        CRUN(List.of(Kind.CRUN)),
        /** runc or none. */
        RUNC(List.of(Kind.RUNC));

        private final List<Kind> kinds;

        Wanted(List<Kind> kinds) {
            this.kinds = kinds;
        }
    }

    /**
     * What was found of one kind.
     *
     * @param why it is not there, with the fix behind a semicolon; empty if it is
     */
    public record Looked(Kind kind, Optional<ContainerRuntime> found, String why) {}

    /** Programs without which no container is started; all but the first are of util-linux and of every system. */
    static final List<String> NEEDED = List.of(
            "setsid", "setpriv", "unshare", "sh", "mount", "umount", "mkdir", "prlimit", "findmnt", "sleep", "env");

    private static final int VERSION_MAX = 64;

    /** {@code crun 1.8.1}, for tokens and people. */
    public String text() {
        return kind.word() + " " + version;
    }

    /**
     * Looks for it on PATH.
     *
     * @throws ContainerFailed with the fix, when there is none or this process could not use it
     */
    public static ContainerRuntime find(Wanted wanted) throws ContainerFailed {
        return find(wanted, path());
    }

    static ContainerRuntime find(Wanted wanted, String path) throws ContainerFailed {
        ContainerRuntime runtime = first(wanted, path);
        for (String needed : NEEDED) {
            if (on(path, needed).isEmpty()) {
                throw new ContainerFailed("there is no " + needed + " on PATH; apt-get install util-linux coreutils");
            }
        }
        return runtime;
    }

    private static ContainerRuntime first(Wanted wanted, String path) throws ContainerFailed {
        List<String> reasons = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        for (Kind kind : wanted.kinds) {
            Looked looked = look(kind, path);
            if (looked.found().isPresent()) {
                return looked.found().get();
            }
            String[] parts = looked.why().split("; ", 2);
            reasons.add(parts[0]);
            fixes.add(parts[1]);
        }
        throw new ContainerFailed(String.join(", and ", reasons) + "; " + String.join(", or ", fixes));
    }

    /** All kinds that could be used, in the order in which they are tried, with what was found of each. */
    public static List<Looked> all() throws ContainerFailed {
        List<Looked> all = new ArrayList<>();
        for (Kind kind : Wanted.AUTO.kinds) {
            all.add(look(kind, path()));
        }
        return List.copyOf(all);
    }

    private static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    }

    static Looked look(Kind kind, String path) throws ContainerFailed {
        String word = kind.word();
        Optional<Path> program = on(path, word);
        if (program.isEmpty()) {
            return new Looked(kind, Optional.empty(), "there is no " + word + " on PATH; apt-get install " + word);
        }
        try {
            String said = said(program.get());
            return versionIn(kind, said)
                    .map(version ->
                            new Looked(kind, Optional.of(new ContainerRuntime(kind, program.get(), version)), ""))
                    .orElseGet(() -> new Looked(
                            kind,
                            Optional.empty(),
                            program.get() + " --version says \"" + firstLine(said)
                                    + "\" and no version; apt-get install " + word));
        } catch (IOException e) {
            return new Looked(
                    kind, Optional.empty(), program.get() + " cannot be started: " + e.getMessage() + "; mend it");
        }
    }

    private static Optional<Path> on(String path, String program) {
        return Stream.of(path.split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String said(Path program) throws IOException, ContainerFailed {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readNBytes(512), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerFailed("interrupted", e);
        }
    }

    /** The version in {@code crun version 1.8.1}, whatever stands below. */
    static Optional<String> versionIn(Kind kind, String said) {
        String first = firstLine(said);
        String before = kind.word() + " version ";
        return first.startsWith(before) && first.length() <= VERSION_MAX
                ? Optional.of(first.substring(before.length()).strip()).filter(version -> !version.isEmpty())
                : Optional.empty();
    }

    private static String firstLine(String said) {
        return said.lines().findFirst().orElse("");
    }
}
