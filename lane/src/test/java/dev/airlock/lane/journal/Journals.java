package dev.airlock.lane.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Journals for tests: small files, whose records are texts. */
final class Journals {
    static final Shape SMALL = new Shape(16 << 10, 1 << 20, Duration.ZERO);
    private static final String PREFACE = "(a new file)";

    private Journals() {}

    /** A journal and the texts that were in it, without the beginnings of files. */
    record Found(Journal journal, List<String> texts, List<Cut> cuts) implements AutoCloseable {
        @Override
        public void close() {
            journal.close();
        }
    }

    static Found open(Path directory) throws JournalRefused {
        return open(directory, SMALL);
    }

    static Found open(Path directory, Shape shape) throws JournalRefused {
        List<String> texts = new ArrayList<>();
        Journal.Opened opened = Journal.open(directory, shape, Journals::preface, entry -> {
            String text = text(entry);
            if (!text.equals(PREFACE)) {
                texts.add(text);
            }
        });
        return new Found(opened.journal(), texts, opened.cut().stream().toList());
    }

    private static byte[] preface() {
        return PREFACE.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Entry entry) {
        return new String(entry.payload(), StandardCharsets.UTF_8);
    }

    /** Writes a text and syncs it. */
    static long write(Journal journal, String text) throws NoRoom, JournalBroken {
        long sequence = append(journal, text);
        journal.sync(sequence);
        return sequence;
    }

    static long append(Journal journal, String text) throws NoRoom, JournalBroken {
        return append(journal, Claim.USUAL, text);
    }

    static long append(Journal journal, Claim claim, String text) throws NoRoom, JournalBroken {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Room room = journal.reserve(claim, bytes.length, 1)) {
            return journal.append(room, bytes, _ -> {});
        }
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    /** A copy of a closed journal, to be spoilt. */
    static Path copy(Path directory, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(directory)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
        return to;
    }

    /** Where the last byte of a file stands that is not zero, and one more. */
    static int end(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
