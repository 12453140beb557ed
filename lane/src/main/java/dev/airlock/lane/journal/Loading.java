package dev.airlock.lane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads the files of a journal, one after another, and decides what each is: a segment, a spare, or a reason not to go on. Everything in
 * a segment that has a successor was synced before the successor was begun, so nothing there may be amiss.
 */
final class Loading {
    private static final String SUFFIX = ".journal";

    private final Path directory;
    private final Consumer<Entry> each;
    private final List<Segment> segments = new ArrayList<>();
    private Optional<SegmentRead> before = Optional.empty();
    private Optional<Cut> cut = Optional.empty();

    private Loading(Path directory, Consumer<Entry> each) {
        this.directory = directory;
        this.each = each;
    }

    /**
     * What was there.
     *
     * @param segments open, oldest first; none if the journal is new
     * @param next the number of the next record
     */
    record Loaded(List<Segment> segments, long next, Optional<Cut> cut) {}

    static Loaded load(Path directory, Consumer<Entry> each) throws IOException, JournalRefused {
        Loading loading = new Loading(directory, each);
        List<Path> files = loading.files();
        for (Path file : files) {
            loading.take(file, file.equals(files.getLast()));
        }
        return new Loaded(
                loading.segments, loading.before.map(SegmentRead::next).orElse(0L), loading.cut);
    }

    static Path file(Path directory, long number) {
        return directory.resolve("%010d%s".formatted(number, SUFFIX));
    }

    /** Without the spare, which is made anew. */
    private List<Path> files() throws IOException {
        Files.deleteIfExists(directory.resolve("spare"));
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(one -> one.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    private void take(Path file, boolean last) throws IOException, JournalRefused {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        Optional<Header> header = Header.read(bytes);
        if (last && isZero(bytes.array())) {
            Files.delete(file); // a crash came between its name and its header
            return;
        }
        if (header.isEmpty()) {
            throw damaged(file, 0, "its header cannot be read");
        }
        SegmentRead read = SegmentRead.of(header.get(), bytes);
        checkFollows(file, header.get());
        if (read.fault().isPresent()) {
            if (!last || read.provesDamage()) {
                throw damaged(file, read.end(), read.fault().get());
            }
            cut = Optional.of(new Cut(file, read.end(), read.fault().get()));
        }
        segments.add(Segment.reopened(file, read));
        before = Optional.of(read);
        read.entries().forEach(each);
    }

    private void checkFollows(Path file, Header header) throws JournalRefused {
        if (before.isEmpty()) {
            return;
        }
        Header last = before.get().header();
        boolean follows = header.journal() == last.journal()
                && header.number() == last.number() + 1
                && header.first() == before.get().next();
        if (!follows) {
            throw damaged(
                    file,
                    0,
                    "it begins with record " + header.first() + " of segment " + header.number() + ", and record "
                            + before.get().next() + " of segment " + (last.number() + 1) + " should follow");
        }
    }

    private JournalRefused damaged(Path file, long position, String what) {
        return new JournalRefused(
                file + " is damaged at byte " + position + ": " + what
                        + "; it had been on the disk, so this is no crash but a fault of the disk, or somebody's hand",
                "restore the directory from a copy; or, to give up what is not on the bus yet, put it aside: mv "
                        + directory + " " + directory + ".damaged");
    }
}
