package dev.airlock.ledger.decide;

import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Summit;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The log of one partition while it grows, record by record from the first one of the topic on. Whatever a record is, it takes the next leaf; what
 * is wrong with it is told beside. For one thread at a time.
 */
public final class PartitionLog {
    /** How many incidents are told of between two harvests; more are counted. */
    public static final int INCIDENTS_MAX = 64;

    private final Memory memory;
    private final Iterator<Summit> smaller;
    private Optional<Summit> next;
    private final Scrutiny scrutiny;
    private final List<Tile> full = new ArrayList<>();
    private final GrowingLog log;
    private final List<Optional<TokenId>> ids = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private long leftOut;
    private long nextOffset;
    private boolean forked;
    private boolean ended;

    /**
     * An empty log that is held against every head that was signed before.
     *
     * @param memory the newest of them
     * @param smaller the others, by size; asked for as the log grows, on the thread that grows it
     * @param chains of the partition, at its beginning, see {@link Scrutiny}
     */
    public PartitionLog(LogName name, Memory memory, Iterator<Summit> smaller, ChainVerifier chains) {
        this.memory = memory;
        this.smaller = smaller;
        this.next = step();
        this.scrutiny = new Scrutiny(memory.partition(), chains);
        this.log = GrowingLog.empty(name, full::add);
    }

    /** Whether the next record is one that no earlier process has told of. */
    public boolean news() {
        return log.size() >= memory.known();
    }

    /**
     * The next record of the partition.
     *
     * @param entry its leaf
     * @param offset its offset in the topic
     */
    public void take(Intake intake, LogEntry entry, long offset) {
        boolean news = news();
        long index = log.append(entry);
        nextOffset = offset + 1;
        ids.add(
                intake instanceof Intake.Verified verified
                        ? Optional.of(verified.token().id())
                        : Optional.empty());
        List<Incident> found = scrutiny.next(intake, offset, index);
        if (news) {
            found.forEach(this::tell);
        }
        compare();
        if (log.size() == memory.known()) {
            memory.contradiction(summit()).ifPresent(this::fork);
        }
    }

    private Optional<Summit> step() {
        return smaller.hasNext() ? Optional.of(smaller.next()) : Optional.empty();
    }

    /** The first of the smaller heads that the log does not lead to is told of; one is as good as all. */
    private void compare() {
        for (; next.filter(head -> head.size() <= log.size()).isPresent(); next = step()) {
            if (!forked && next.get().size() < memory.known()) {
                memory.contradiction(next.get(), summit()).ifPresent(this::fork);
            }
        }
    }

    /** The topic has been read to where it ended when it was opened. */
    public void ended() {
        if (!ended) {
            ended = true;
            memory.shortfall(summit()).ifPresent(this::tell);
        }
    }

    /** This log cannot stand beside a head that was signed before: none is signed any more. */
    public void fork(Incident incident) {
        forked = true;
        tell(incident);
    }

    private void tell(Incident incident) {
        if (incidents.size() < INCIDENTS_MAX) {
            incidents.add(incident);
        } else {
            leftOut++;
        }
    }

    /** Where it is now. */
    public Summit summit() {
        Checkpoint now = log.checkpoint();
        return new Summit(now.size(), Sha256.ofDigest(now.root().bytes()).value(), nextOffset);
    }

    /** Whether it has contradicted what was signed before. */
    public boolean forked() {
        return forked;
    }

    /** How many full tiles wait for the next harvest. */
    public int waiting() {
        return full.size();
    }

    /** All that happened since the last harvest. */
    public Growth harvest() {
        Summit now = summit();
        List<Tile> tiles = new ArrayList<>(full);
        tiles.addAll(log.partials());
        var growth = new Growth(
                memory.partition(),
                now,
                tiles,
                now.size() - ids.size(),
                ids,
                incidents,
                leftOut,
                !forked && now.size() > 0 && memory.maySign(now));
        full.clear();
        ids.clear();
        incidents.clear();
        leftOut = 0;
        return growth;
    }
}
