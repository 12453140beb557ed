package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.SignedHead;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.schemas.flow.Topic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Signed heads of one partition, by size, however many there are: the newest {@value #HELD_MAX} on the heap, the others in a file of 48 bytes a head.
 * A ledger signs larger and larger ones, so the file is one sorted run, or a few; each run takes {@value #BUFFER_ENTRIES} entries of memory when
 * they are read. For one thread.
 */
public final class HeadSpool implements AutoCloseable {
    static final int HELD_MAX = 1 << 10;
    static final int BUFFER_ENTRIES = 64;
    private static final int ENTRY_BYTES = 2 * Long.BYTES + TreeHash.BYTES;
    private static final Comparator<SignedHead> ORDER = Comparator.comparingLong(SignedHead::size)
            .thenComparing(SignedHead::root)
            .thenComparing(SignedHead::place);

    private final ScratchFile file;
    private final int partition;
    private final List<Run> runs = new ArrayList<>();
    private List<SignedHead> held = new ArrayList<>();
    private Optional<SignedHead> written = Optional.empty();
    private Set<Said> lately = Set.of();

    /** @param scratch gets a file when it is needed */
    public HeadSpool(Scratch scratch, int partition) {
        this.file = new ScratchFile(scratch);
        this.partition = partition;
    }

    /** What a head says, wherever it stands. */
    private record Said(long size, String root) {
        static Said of(SignedHead head) {
            return new Said(head.size(), head.root());
        }
    }

    /** Entries that are sorted: from this one on, below that one. */
    private record Run(long from, long to) {}

    /** One more; what another record has told before is not kept twice if it is among the newest, or was until lately. */
    public void add(SignedHead head) {
        held.add(head);
        if (held.size() == HELD_MAX) {
            held = distinct(held);
            if (held.size() > HELD_MAX / 2) {
                write(held.subList(0, HELD_MAX / 2));
                held = new ArrayList<>(held.subList(HELD_MAX / 2, held.size()));
            }
        }
    }

    private List<SignedHead> distinct(List<SignedHead> heads) {
        List<SignedHead> distinct = new ArrayList<>(HELD_MAX);
        Set<Said> said = new HashSet<>(lately);
        for (SignedHead head : heads.stream().sorted(ORDER).toList()) {
            if (said.add(Said.of(head))) {
                distinct.add(head);
            }
        }
        return distinct;
    }

    private void write(List<SignedHead> sorted) {
        boolean goesOn = written.filter(last -> ORDER.compare(last, sorted.getFirst()) <= 0)
                .isPresent();
        long from = runs.isEmpty() ? 0 : runs.getLast().to();
        Run run = goesOn ? runs.removeLast() : new Run(from, from);
        ByteBuffer bytes = ByteBuffer.allocate(sorted.size() * ENTRY_BYTES);
        sorted.forEach(head -> put(bytes, head));
        file.append(bytes.flip());
        runs.add(new Run(run.from(), run.to() + sorted.size()));
        written = Optional.of(sorted.getLast());
        lately = sorted.stream().map(Said::of).collect(Collectors.toUnmodifiableSet());
    }

    private static void put(ByteBuffer bytes, SignedHead head) {
        bytes.putLong(head.size())
                .put(TreeHash.ofBase64(head.root()).bytes())
                .putLong(Spool.place(head.place().partition(), head.place().offset()));
    }

    private SignedHead get(ByteBuffer bytes) {
        long size = bytes.getLong();
        byte[] root = new byte[TreeHash.BYTES];
        bytes.get(root);
        long place = bytes.getLong();
        return new SignedHead(
                partition,
                size,
                TreeHash.of(root).base64(),
                new RecordPlace(Topic.CHECKPOINTS, Spool.partition(place), Spool.offset(place)));
    }

    /** Whether there is a file. */
    boolean spilt() {
        return file.opened();
    }

    /** How many sorted runs the file has. */
    int runs() {
        return runs.size();
    }

    /** All of them, the smallest first; those of one size by their root. Nothing may be added afterwards. */
    public Iterator<SignedHead> sorted() {
        var sources = new PriorityQueue<Source>(Comparator.comparing(Source::head, ORDER));
        add(sources, distinct(held).iterator());
        for (Run run : runs) {
            add(sources, new Reading(run));
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !sources.isEmpty();
            }

            @Override
            public SignedHead next() {
                Source first = sources.remove();
                add(sources, first.rest());
                return first.head();
            }
        };
    }

    private static void add(PriorityQueue<Source> sources, Iterator<SignedHead> heads) {
        if (heads.hasNext()) {
            sources.add(new Source(heads.next(), heads));
        }
    }

    private record Source(SignedHead head, Iterator<SignedHead> rest) {}

    /** Reads a run, some entries at a time. */
    private final class Reading implements Iterator<SignedHead> {
        private final long to;
        private final ByteBuffer bytes =
                ByteBuffer.allocate(BUFFER_ENTRIES * ENTRY_BYTES).limit(0);
        private long at;

        Reading(Run run) {
            this.at = run.from();
            this.to = run.to();
        }

        @Override
        public boolean hasNext() {
            return at < to;
        }

        @Override
        public SignedHead next() {
            if (!bytes.hasRemaining()) {
                fill();
            }
            at++;
            return get(bytes);
        }

        private void fill() {
            bytes.clear().limit((int) Math.min(BUFFER_ENTRIES, to - at) * ENTRY_BYTES);
            file.read(at * ENTRY_BYTES, bytes);
            bytes.flip();
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
