package dev.airlock.lane.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/** Keeps the next file of a journal ready. It is best made ahead of its need; when there is none, whoever needs it makes it. Any thread. */
final class Shelf {
    /** A disk that was full is not asked again sooner. */
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(250).toNanos();

    private final Path directory;
    private final Path spare;
    private final Shape shape;
    private boolean ready;
    private Optional<String> refusal = Optional.empty();
    private long refusedAt;

    Shelf(Path directory, Shape shape) {
        this.directory = directory;
        this.spare = directory.resolve("spare");
        this.shape = shape;
    }

    synchronized boolean hasSpare() {
        return ready;
    }

    /** Why the last one could not be made; empty if it could. */
    synchronized Optional<String> refusal() {
        return refusal;
    }

    /**
     * Makes the spare, if it is not there and there is hope.
     *
     * @param held how many bytes the journal's files take already
     */
    synchronized void prepare(long held) {
        if (ready || (refusal.isPresent() && System.nanoTime() - refusedAt < ASK_AGAIN_NANOS)) {
            return;
        }
        if (held + shape.segmentBytes() > shape.bytesMax()) {
            refuse("the journal holds " + (held >> 20) + " MiB that the bus has not taken yet, which is all it may");
            return;
        }
        try {
            Undisturbed.act(() -> Spare.make(spare, shape.segmentBytes()));
            ready = true;
            refusal = Optional.empty();
        } catch (IOException e) {
            refuse(spare + ": " + e.getMessage());
        }
    }

    private void refuse(String reason) {
        refusal = Optional.of(reason);
        refusedAt = System.nanoTime();
    }

    /** Gives the spare away under its number; the name is on the disk when this returns. */
    synchronized Path take(long number) throws IOException {
        if (!ready) {
            throw new IOException(refusal.orElse("no file was ready, although room was reserved"));
        }
        ready = false;
        Path file = Loading.file(directory, number);
        Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE);
        Undisturbed.act(() -> Spare.syncDirectory(directory));
        return file;
    }
}
