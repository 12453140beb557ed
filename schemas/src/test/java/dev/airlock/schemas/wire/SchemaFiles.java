package dev.airlock.schemas.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The schemas as they lie in their folder: the present ones, and below {@code earlier} those of releases before. */
final class SchemaFiles {
    private static final Path FOLDER = Path.of("src/main/avro");
    private static final String SUFFIX = ".avsc";
    private static final Pattern EARLIER = Pattern.compile("([a-z-]+)-([1-9][0-9]*)");

    private SchemaFiles() {}

    /**
     * One of an earlier release.
     *
     * @param name the present one's, such as {@code intent}
     * @param number 1 for the first
     */
    record Earlier(String name, int number) {
        /** As its file is called: {@code intent-1}. */
        String version() {
            return name + "-" + number;
        }
    }

    /** The names of the present ones. */
    static List<String> present() throws IOException {
        return names(FOLDER);
    }

    /** All earlier ones, by name and number. */
    static List<Earlier> earlier() throws IOException {
        List<Earlier> all = new ArrayList<>();
        for (String file : names(FOLDER.resolve("earlier"))) {
            Matcher matcher = EARLIER.matcher(file);
            if (!matcher.matches()) {
                throw new IOException("earlier/" + file + SUFFIX + " has no number");
            }
            all.add(new Earlier(matcher.group(1), Integer.parseInt(matcher.group(2))));
        }
        all.sort(Comparator.comparing(Earlier::name).thenComparingInt(Earlier::number));
        return all;
    }

    /** Those of the release before this one: of each name the last. */
    static List<Earlier> previous() throws IOException {
        List<Earlier> all = earlier();
        return all.stream()
                .filter(version -> !all.contains(new Earlier(version.name(), version.number() + 1)))
                .toList();
    }

    /** The schema in that file: {@code intent}, or {@code earlier/intent-1}. */
    static Schema schema(String file) throws IOException {
        try (InputStream in = Files.newInputStream(FOLDER.resolve(file + SUFFIX))) {
            return new Schema.Parser().parse(in);
        }
    }

    /** The record that it is the schema of. */
    static Class<? extends Record> type(String file) throws IOException {
        String name = "dev.airlock.schemas.model." + schema(file).getName();
        try {
            return Class.forName(name).asSubclass(Record.class);
        } catch (ClassNotFoundException e) {
            throw new IOException(file + SUFFIX + " is the schema of no record", e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }
}
