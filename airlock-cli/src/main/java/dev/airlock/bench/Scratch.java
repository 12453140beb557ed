package dev.airlock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory for the time of a measurement, so that nobody's ledger is filled with benchmarks. It is on the same disk as the data
 * directory, since disks are part of what is measured.
 */
final class Scratch implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("scratch-([0-9]{1,18})-.*");

    private final Path directory;

    private Scratch(Path directory) {
        this.directory = directory;
    }

    /** A new one in {@code parent}; those that killed processes left there are deleted. */
    static Scratch in(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path abandoned : entries.filter(Scratch::abandoned).toList()) {
                delete(abandoned);
            }
        }
        return new Scratch(Files.createTempDirectory(
                parent, "scratch-" + ProcessHandle.current().pid() + "-"));
    }

    private static boolean abandoned(Path entry) {
        Matcher matcher = NAME.matcher(entry.getFileName().toString());
        return matcher.matches()
                && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
    }

    Path directory() {
        return directory;
    }

    /** Copies a whole tree of directories and plain files, as they are. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(directory);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
