package dev.airlock.chaos;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Copies for another user, who may not come to where the originals are. */
final class Copies {
    private Copies() {}

    /** The path that this property names, entry by entry beneath {@code folder}. */
    static String ofPath(String property, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty(property).split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path to = folder.resolve(copies.size() + (entry.endsWith(".jar") ? ".jar" : ""));
                ofTree(from, to);
                copies.add(to.toString());
            }
        }
        return copies.stream().collect(Collectors.joining(File.pathSeparator));
    }

    private static void ofTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> ofFile(file, to.resolve(from.relativize(file).toString())));
        }
    }

    private static void ofFile(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
