package dev.airlock.container;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An ordinary user of this host, who has subordinate users or not: its account is there in a mount namespace of the test alone, so nothing of the host
 * is changed. Only root can do that.
 */
final class OrdinaryUser implements AutoCloseable {
    /** Nobody's account on a host that tests run on. */
    private static final int NUMBER = 64_711;

    private static final int MINUTES_MAX = 9;
    private static final String ACCOUNT = "airlock-test:x:" + NUMBER + ":" + NUMBER + "::/:/bin/sh\n";
    private static final String GROUP = "airlock-test:x:" + NUMBER + ":\n";

    /** Of $1 folder with the files of accounts, $2 groups to come into, $3 the user, and then the command. */
    private static final String SCRIPT = """
            set -e
            for file in passwd group subuid subgid; do
                mount --bind "$1/$file" "/etc/$file"
            done
            for group in $2; do
                echo 0 > "$group"
            done
            user=$3
            shift 3
            exec setpriv --reuid "$user" --regid "$user" --clear-groups "$@"
            """;

    private final Path folder;
    private final String classes;
    private final String modules;
    private final List<Path> groups;

    private OrdinaryUser(Path folder, String classes, String modules, List<Path> groups) {
        this.folder = folder;
        this.classes = classes;
        this.modules = modules;
        this.groups = groups;
    }

    /** @param folder that everybody may reach; the user gets one of its own in it */
    static OrdinaryUser in(Path folder) throws IOException {
        require();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        account(folder, "subordinate", "airlock-test:1879179264:65536\n");
        account(folder, "alone", "");
        String classes = copied("java.class.path", folder.resolve("classes"));
        String modules = copied("jdk.module.path", folder.resolve("modules"));
        own(Files.createDirectory(folder.resolve("own")));
        return new OrdinaryUser(folder, classes, modules, delegated());
    }

    private static void require() throws IOException {
        String lacks = "";
        try {
            if (!UserMap.ofThisProcess().isHosts() || UserMap.ofThisProcess().self() != 0) {
                lacks = "only the host's root can be another user";
            } else if (ContainerRuntime.find(ContainerRuntime.Wanted.AUTO)
                    .version()
                    .isEmpty()) {
                lacks = "no runtime";
            }
        } catch (ContainerFailed e) {
            lacks = e.getMessage();
        }
        if (!Files.isExecutable(Path.of("/usr/bin/newuidmap"))) {
            lacks = "no /usr/bin/newuidmap; apt-get install uidmap";
        } else if (!Files.exists(Path.of("/etc/subuid")) || !Files.exists(Path.of("/etc/subgid"))) {
            lacks = "no /etc/subuid and /etc/subgid to lay others over";
        }
        if (!lacks.isEmpty()) {
            System.err.println("SKIPPED: containers of an ordinary user were not tested: " + lacks);
            abort("SKIPPED: " + lacks);
        }
    }

    private static void account(Path folder, String name, String subordinates) throws IOException {
        Path files = Files.createDirectory(folder.resolve(name));
        Files.writeString(files.resolve("passwd"), Files.readString(Path.of("/etc/passwd")) + ACCOUNT);
        Files.writeString(files.resolve("group"), Files.readString(Path.of("/etc/group")) + GROUP);
        Files.writeString(files.resolve("subuid"), subordinates);
        Files.writeString(files.resolve("subgid"), subordinates);
    }

    /** The build's own folders may be closed to it. */
    private static String copied(String property, Path to) throws IOException {
        Files.createDirectory(to);
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty(property).split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path copy = to.resolve(copies.size() + "-" + from.getFileName());
                try (Stream<Path> files = Files.walk(from)) {
                    files.forEach(file ->
                            copy(file, copy.resolve(from.relativize(file).toString())));
                }
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
            boolean folder = Files.isDirectory(to);
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(folder ? "rwxr-xr-x" : "r--r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", NUMBER);
        Files.setAttribute(path, "unix:gid", NUMBER);
    }

    /** As an administrator delegates: a group for each controller, which is the user's with the files that cgroups(7) names. */
    private static List<Path> delegated() throws IOException {
        ControlGroups host = ControlGroups.look();
        List<Path> groups = new ArrayList<>();
        for (Path root : host.usable() ? host.roots() : List.<Path>of()) {
            if (host.hierarchy() == ControlGroups.Hierarchy.V2) {
                Files.writeString(root.resolve("cgroup.subtree_control"), "+memory +pids", StandardOpenOption.WRITE);
            } else if (!Files.exists(root.resolve("memory.limit_in_bytes")) && !root.endsWith("pids")) {
                continue;
            }
            Path group = Files.createDirectory(
                    root.resolve("airlock-rootless-" + ProcessHandle.current().pid()));
            groups.add(group);
            own(group);
            for (String name : List.of("cgroup.procs", "cgroup.threads", "cgroup.subtree_control")) {
                if (Files.exists(group.resolve(name))) {
                    own(group.resolve(name));
                }
            }
        }
        return groups;
    }

    /** Whether this host has groups that can be delegated. */
    boolean hasGroups() {
        return !groups.isEmpty();
    }

    /** How it is to be started. */
    record Standing(boolean subordinates, boolean grouped, List<String> enter) {}

    /** Runs an errand as this user, and gives back the lines of its outcomes. */
    List<String> sent(Standing standing, String... errand) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        List<String> words =
                new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private", "sh", "-c", SCRIPT));
        words.add("sh");
        words.add(folder.resolve(standing.subordinates() ? "subordinate" : "alone")
                .toString());
        words.add(
                standing.grouped()
                        ? String.join(
                                " ",
                                groups.stream()
                                        .map(group -> group + "/cgroup.procs")
                                        .toList())
                        : "");
        words.add(Integer.toString(NUMBER));
        words.addAll(standing.enter());
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--illegal-native-access=deny",
                "-Djava.io.tmpdir=" + folder.resolve("own"),
                "--module-path",
                modules,
                "--add-modules",
                "airlock.linux",
                "--enable-native-access=airlock.linux",
                "-cp",
                classes,
                Errand.class.getName()));
        words.addAll(List.of(errand));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.resolve("own").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LANG", "C.UTF-8"));
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
                throw new AssertionError("no end of " + String.join(" ", errand) + ": " + Files.readString(said));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        List<String> outcomes = Files.readString(said, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(Errand.LINE))
                .map(line -> line.substring(Errand.LINE.length()))
                .toList();
        if (outcomes.isEmpty() || process.exitValue() != 0) {
            throw new AssertionError("ended with " + process.exitValue() + ": " + Files.readString(said));
        }
        return outcomes;
    }

    /** A folder of the user's own. */
    String own(String name) {
        return folder.resolve("own").resolve(name).toString();
    }

    @Override
    public void close() throws IOException {
        for (Path group : groups) {
            try (Stream<Path> below = Files.list(group)) {
                for (Path child : below.filter(Files::isDirectory).toList()) {
                    Files.delete(child);
                }
            }
            Files.delete(group);
        }
        RootStore.delete(Path.of("/dev/shm/airlock-users-" + NUMBER));
    }
}
