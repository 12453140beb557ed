package dev.airlock.jail.victims;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a JVM of an unprivileged user finds its code: the build's own folders may be closed to it. */
final class Habitat {
    private final Path root;
    private final String classes;
    private final String modules;

    private Habitat(Path root, String classes, String modules) {
        this.root = root;
        this.classes = classes;
        this.modules = modules;
    }

    /** Copies what a victim's class path and module path need into {@code root}, for anybody to read. */
    static Habitat in(Path root) throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Habitat(
                root, copied("java.class.path", root, "classes"), copied("jdk.module.path", root, "modules"));
    }

    private static String copied(String property, Path root, String name) throws IOException {
        List<Path> copies = new ArrayList<>();
        for (String entry : System.getProperty(property).split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            String file = from.getFileName().toString();
            if (Files.isDirectory(from) || file.startsWith("airlock-") || file.startsWith("jackson-")) {
                Path to = root.resolve(name + copies.size() + (file.endsWith(".jar") ? ".jar" : ""));
                copy(from, to);
                copies.add(to);
            }
        }
        return copies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** A folder of the victim's own. */
    Path ownFolder(String name) throws IOException {
        Path folder = Files.createDirectory(root.resolve(name));
        Files.setAttribute(folder, "unix:uid", Victim.USER);
        Files.setAttribute(folder, "unix:gid", Victim.USER);
        return folder;
    }

    /** A directory in which anybody may make files, where no victim may. */
    Path openFolder(String name) throws IOException {
        Path folder = Files.createDirectory(root.resolve(name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        return folder;
    }

    /** A file that anybody may write, where no victim may. */
    Path openFile(String name) throws IOException {
        Path file = Files.writeString(root.resolve(name), "untouched");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        return file;
    }

    /** Starts a JVM with an open file too many, as a careless shell may. */
    List<String> command(String collector, List<String> properties) {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                "exec 9<" + Victim.INHERITED + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+Use" + collector,
                "-Xmx256m",
                "--illegal-native-access=deny",
                "--module-path",
                modules,
                "--add-modules",
                "airlock.linux",
                "--enable-native-access=airlock.linux,ALL-UNNAMED"));
        command.addAll(properties);
        command.addAll(List.of("-cp", classes, Victim.class.getName()));
        return command;
    }
}
