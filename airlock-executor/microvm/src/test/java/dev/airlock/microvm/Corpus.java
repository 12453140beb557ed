package dev.airlock.microvm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Ordinary Python programs, and which of them are known to differ in a guest. */
final class Corpus {
    private static final Path FOLDER = Path.of("src/test/resources/corpus");

    private Corpus() {}

    /** One program. */
    @SuppressWarnings("ArrayRecordComponent") // bytes are what it is about; whoever reads it owns it
    record Program(String name, byte[] source) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** All, by name. Where guests are tested without the sources, there are none to run. */
    static List<Program> all() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), "SKIPPED: the corpus is among the sources, which are not here");
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".py"))
                    .sorted()
                    .map(Corpus::read)
                    .toList();
        }
    }

    /** So many of them, spread evenly. */
    static List<Program> sample(int count) throws IOException {
        List<Program> all = all();
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> all.get(i * all.size() / count))
                .toList();
    }

    private static Program read(Path file) {
        try {
            return new Program(file.getFileName().toString().replace(".py", ""), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name to reason. */
    static SortedMap<String, String> differences() throws IOException {
        SortedMap<String, String> reasons = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve("differences.txt"), StandardCharsets.UTF_8)) {
            if (!line.startsWith("#")) {
                String[] parts = line.split("\t", 2);
                reasons.put(parts[0], parts[1]);
            }
        }
        return reasons;
    }
}
