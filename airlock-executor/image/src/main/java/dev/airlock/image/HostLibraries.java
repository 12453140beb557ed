package dev.airlock.image;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** Finds shared libraries where the host's dynamic linker would (ld.so(8)): the object's own path, ld.so.conf, the defaults. */
final class HostLibraries {
    private static final List<String> DEFAULTS =
            List.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib");
    private final List<Path> directories;

    private HostLibraries(SequencedSet<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    static HostLibraries ofHost() throws IOException {
        SequencedSet<Path> directories = new LinkedHashSet<>();
        configured(Path.of("/etc/ld.so.conf"), directories, 0);
        DEFAULTS.forEach(directory -> directories.add(Path.of(directory)));
        return new HostLibraries(directories);
    }

    /** The real file of a library that {@code needer} needs. */
    Optional<Path> find(String name, Path needer, ElfFile elf) throws IOException {
        List<Path> candidates = new ArrayList<>();
        for (String directory : elf.searchPath()) {
            String expanded = directory
                    .replace("${ORIGIN}", needer.getParent().toString())
                    .replace("$ORIGIN", needer.getParent().toString());
            if (expanded.startsWith("/")) {
                candidates.add(Path.of(expanded));
            }
        }
        candidates.addAll(directories);
        for (Path directory : candidates) {
            Path file = directory.resolve(name);
            if (Files.isRegularFile(file) && isUsable(file)) {
                return Optional.of(file.toRealPath());
            }
        }
        return Optional.empty();
    }

    static byte[] read(Path file) throws IOException, ImageRejected {
        long size = Files.size(file);
        if (size > Limits.ELF_BYTES) {
            throw new ImageRejected(
                    file.toString(), "has " + size + " bytes", "at most " + Limits.ELF_BYTES + " are read");
        }
        return Files.readAllBytes(file);
    }

    /** As the linker does: a library for another machine is passed over. */
    private static boolean isUsable(Path file) throws IOException {
        try {
            ElfFile.parse(read(file), file.toString());
            return true;
        } catch (ImageRejected otherMachine) {
            return false;
        }
    }

    private static void configured(Path file, SequencedSet<Path> directories, int depth) throws IOException {
        if (depth > 4 || !Files.isReadable(file)) {
            return;
        }
        for (String line : Files.readAllLines(file)) {
            String text = line.replaceFirst("#.*", "").strip();
            if (text.startsWith("include ")) {
                included(Path.of(text.substring("include ".length()).strip()), directories, depth);
            } else if (text.startsWith("/")) {
                directories.add(Path.of(text));
            }
        }
    }

    private static void included(Path glob, SequencedSet<Path> directories, int depth) throws IOException {
        Path folder = Path.of("/etc").resolve(glob).getParent();
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> matches =
                Files.newDirectoryStream(folder, glob.getFileName().toString())) {
            matches.forEach(files::add);
        }
        files.sort(null);
        for (Path file : files) {
            configured(file, directories, depth + 1);
        }
    }
}
