package dev.airlock.lane.journal;

import dev.airlock.lane.journal.Loading.Loaded;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A write-ahead file: what was appended, and synced, is there after any crash, in the order in which it was appended. Any thread, also one that
 * was interrupted. A write or a sync that fails breaks it for good.
 */
public final class Journal implements AutoCloseable {
    private static final String NOT_TAKEN = "the disk did not take what was written";

    private final Path directory;
    private final Shape shape;
    private final DirectoryLock owner;
    private final Supplier<byte[]> preface;
    private final Shelf shelf;
    private final GroupCommit commit;
    private final SecureRandom random = new SecureRandom();
    private final long id;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Segment> segments;
    private final Deque<Long> sealedAt = new ArrayDeque<>();
    private long next;
    private long reserved;
    private volatile Optional<JournalBroken> broken = Optional.empty();
    private boolean closed;

    /**
     * A journal and how it was found.
     *
     * @param cut what a crash had left half written; empty if nothing
     */
    public record Opened(Journal journal, Optional<Cut> cut) {}

    /**
     * Opens the journal in {@code directory}, which is made if need be. What is in it is on the disk when this returns.
     *
     * @param preface what each new file is to begin with, asked under the journal's lock; it fits a quarter of a file
     * @param each gets every record that is there, oldest first
     */
    public static Opened open(Path directory, Shape shape, Supplier<byte[]> preface, Consumer<Entry> each)
            throws JournalRefused {
        DirectoryLock owner = DirectoryLock.on(directory);
        try {
            Loaded found = Loading.load(directory, each);
            return new Opened(new Journal(directory, shape, owner, preface, found), found.cut());
        } catch (JournalRefused | RuntimeException | Error e) {
            owner.close();
            throw e;
        } catch (IOException e) {
            owner.close();
            throw new JournalRefused(directory + ": " + e, "make room there, or mend the disk", e);
        }
    }

    private Journal(Path directory, Shape shape, DirectoryLock owner, Supplier<byte[]> preface, Loaded found)
            throws JournalRefused {
        this.directory = directory;
        this.shape = shape;
        this.owner = owner;
        this.preface = preface;
        this.shelf = new Shelf(directory, shape);
        this.segments = new ArrayDeque<>(found.segments());
        this.next = found.next();
        this.commit = new GroupCommit(next);
        this.id = segments.isEmpty()
                ? random.nextLong()
                : segments.getFirst().header().journal();
        for (int i = 1; i < segments.size(); i++) {
            sealedAt.addLast(System.nanoTime());
        }
        if (segments.isEmpty()) {
            begin();
        }
        shelf.prepare(held());
        commit.start();
    }

    private void begin() throws JournalRefused {
        shelf.prepare(0);
        try {
            turnOver();
        } catch (IOException e) {
            throw new JournalRefused(directory + ": " + e.getMessage(), "make room there, or mend the disk", e);
        }
    }

    /** What tells this journal from every other, for as long as its files live. */
    public long id() {
        return id;
    }

    /**
     * Sets room aside; appending in it cannot fail for want of room.
     *
     * @param claim for what; there is none while the room that is left is others' share
     * @param payloads so many bytes altogether
     * @param records in so many records
     */
    public Room reserve(Claim claim, int payloads, int records) throws NoRoom, JournalBroken {
        long bytes = payloads + (long) records * Frame.OVERHEAD;
        long besides = bytes + shape.leaves(claim);
        lock.lock();
        try {
            checkUsable();
            if (!fits(besides)) {
                shelf.prepare(held());
            }
            if (!fits(besides)) {
                throw new NoRoom(shelf.refusal()
                        .orElse("the journal has no room for " + bytes + " bytes more at the same time"));
            }
            reserved += bytes;
            return new Room(this, bytes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * If all that is reserved fits the spare, then it also fits what is left of the file and the spare, in any order. So do the shares that it left: when the
     * last spare is taken, they are in the file.
     */
    private boolean fits(long bytes) {
        return reserved + bytes <= segments.getLast().remaining()
                || (shelf.hasSpare() && reserved + bytes <= shape.usable());
    }

    void giveBack(long bytes) {
        lock.lock();
        try {
            reserved -= bytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes a record behind all others; it is on the disk after {@link #sync}, and survives the death of this process at once.
     *
     * @param placed told the record's number when it is written, before anything else can be
     * @return the record's number
     */
    public long append(Room room, byte[] payload, LongConsumer placed) throws JournalBroken {
        lock.lock();
        try {
            checkUsable();
            Frame frame = new Frame(next, commit.durable(), payload);
            room.use(frame.size());
            reserved -= frame.size();
            if (segments.getLast().remaining() < frame.size()) {
                turnOver();
                frame = new Frame(next, commit.durable(), payload);
            }
            segments.getLast().write(frame);
            placed.accept(next);
            return next++;
        } catch (IOException e) {
            throw broken("a record could not be written", e);
        } finally {
            lock.unlock();
        }
    }

    /** Begins the next file; everything in the one before is on the disk first. */
    private void turnOver() throws IOException {
        if (!segments.isEmpty()) {
            segments.getLast().sync();
            commit.reached(next);
            sealedAt.addLast(System.nanoTime());
        }
        long mark = random.nextLong() | 1;
        Header header = new Header(id, mark, nextNumber(), next);
        Segment fresh = Segment.begun(shelf.take(header.number()), header);
        segments.addLast(fresh);
        fresh.write(new Frame(next++, commit.durable(), preface.get()));
    }

    private long nextNumber() {
        return segments.isEmpty() ? 1 : segments.getLast().header().number() + 1;
    }

    private long held() {
        return (long) segments.size() * shape.segmentBytes();
    }

    /** Returns when this record, and every earlier one, is on the disk. */
    public void sync(long sequence) throws JournalBroken {
        try {
            commit.await(sequence + 1, this::written);
        } catch (IOException e) {
            throw broken(NOT_TAKEN, e);
        }
    }

    /**
     * Says when this record, and every earlier one, is on the disk, or why nobody knows. Whoever is alone has waited for the disk when this returns.
     *
     * @param then is called once, by this thread or by one of the journal's: it has to be quick
     */
    public void whenDurable(long sequence, Consumer<Optional<JournalBroken>> then) {
        commit.whenDurable(
                sequence + 1, this::written, failure -> then.accept(failure.map(cause -> broken(NOT_TAKEN, cause))));
    }

    private GroupCommit.Written written() {
        lock.lock();
        try {
            return new GroupCommit.Written(next, segments.getLast()::sync);
        } finally {
            lock.unlock();
        }
    }

    /** Every record below this number is on the disk. */
    public long durable() {
        return commit.durable();
    }

    /** How often the disk was asked to sync. */
    public long syncs() {
        return commit.syncs();
    }

    /** Why it takes nothing more; empty if all is well. */
    public Optional<JournalBroken> broken() {
        return broken;
    }

    /** Makes the next file ready, so that nobody has to wait for it; to be called now and then by somebody who has time. */
    public void prepare() {
        long held;
        lock.lock();
        try {
            if (closed || segments.getLast().remaining() > shape.segmentBytes() / 2) {
                return;
            }
            held = held();
        } finally {
            lock.unlock();
        }
        shelf.prepare(held); // not under the lock: it takes as long as the disk
    }

    /** Deletes the files in which every record has a number below {@code needed}, if they are old enough. */
    public void release(long needed) throws IOException {
        lock.lock();
        try {
            while (segments.size() > 1
                    && second().header().first() <= needed
                    && System.nanoTime() - sealedAt.getFirst() >= shape.kept().toNanos()) {
                segments.removeFirst().delete();
                sealedAt.removeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    private Segment second() {
        var all = segments.iterator();
        all.next();
        return all.next();
    }

    /** Reads what is on the disk, from this record on. */
    public Cursor cursor(long from) {
        return new Cursor(this, from);
    }

    /** The file that holds a record, or the oldest file if it is gone. */
    Segment holding(long sequence) {
        lock.lock();
        try {
            Segment found = segments.getFirst();
            for (Segment segment : segments) {
                found = segment.header().first() <= sequence ? segment : found;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** How many files there are. */
    public int files() {
        lock.lock();
        try {
            return segments.size();
        } finally {
            lock.unlock();
        }
    }

    private void checkUsable() throws JournalBroken {
        if (broken.isPresent()) {
            throw new JournalBroken(broken.get().getMessage(), broken.get());
        }
        if (closed) {
            throw new JournalBroken("the journal is closed", null);
        }
    }

    private JournalBroken broken(String what, IOException cause) {
        JournalBroken now = new JournalBroken(
                directory + ": " + what + " (" + cause.getMessage() + "); mend the disk and start the node again",
                cause);
        broken = broken.or(() -> Optional.of(now));
        return now;
    }

    /** Lets go of the files; what was only appended is left to the kernel, and to the next start. Whoever appends later is refused. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        commit.close(); // whoever still waits for the disk has it until then
        lock.lock();
        try {
            segments.forEach(Segment::close);
        } finally {
            lock.unlock();
        }
        owner.close();
    }
}
