package dev.airlock.ledger.shell;

import dev.airlock.ledger.decide.Growth;
import dev.airlock.ledger.model.Summit;
import dev.airlock.ledger.shell.Logs.Harvest;
import dev.airlock.ledger.tiles.PartitionFiles;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.NoteSigner;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where one partition's growth is worked off, in the only order that is safe: the tiles are on the disk, what is wrong has been told, the head is
 * signed, the head is told. What fails is tried again from there. For one thread at a time.
 */
final class Desk {
    /** How many heads back a witness's signature is told of on the bus: it comes a second or some later. */
    private static final int RECENT_MAX = 1024;

    private final LogName name;
    private final NoteSigner signer;
    private final PartitionFiles files;
    private final Publisher publisher;
    private final Board board;
    private final Optional<Summit> before;
    private final Deque<Harvest> undone = new ArrayDeque<>();
    private final TreeMap<Long, Summit> recent = new TreeMap<>();
    private boolean told;
    private Optional<Publisher.Head> unsent = Optional.empty();
    private Instant newest = Instant.EPOCH;

    /** @param before the newest head that an earlier process has told of */
    Desk(
            LogName name,
            NoteSigner signer,
            PartitionFiles files,
            Publisher publisher,
            Board board,
            Optional<Summit> before) {
        this.name = name;
        this.signer = signer;
        this.files = files;
        this.publisher = publisher;
        this.board = board;
        this.before = before;
    }

    void add(Harvest harvest) {
        undone.addLast(harvest);
    }

    /**
     * Works off what there is, up to the head's signature; whether there is a new head.
     *
     * @throws IOException if the disk does not take it; what is left stays
     */
    boolean work() throws IOException {
        boolean signed = false;
        while (!undone.isEmpty()) {
            Growth growth = undone.getFirst().growth();
            if (!told) {
                store(growth);
                told = publisher.incidents(growth.incidents(), growth.leftOut());
                if (!told) {
                    return signed;
                }
            }
            if (growth.signable() && !isSigned(growth.summit())) {
                sign(growth.summit());
                newest = undone.getFirst().newest();
                signed = true;
            }
            undone.removeFirst();
            told = false;
        }
        return signed;
    }

    private void store(Growth growth) throws IOException {
        for (Tile tile : growth.tiles()) {
            files.put(tile);
        }
        files.index().put(growth.firstId(), growth.ids());
        files.sync();
    }

    private boolean isSigned(Summit summit) {
        return board.head(name.partition())
                .filter(head -> head.checkpoint().size() == summit.size())
                .isPresent();
    }

    private void sign(Summit summit) throws IOException {
        var root = TreeHash.of(new Sha256(summit.root()).bytes());
        SignedCheckpoint head = new Checkpoint(name.text(), summit.size(), root).signed(signer);
        files.putCheckpoint(Bytes.of(head.bytes()));
        board.put(name.partition(), head);
        recent.put(summit.size(), summit);
        if (recent.size() > RECENT_MAX) {
            recent.pollFirstEntry();
        }
        boolean known = before.filter(old -> old.size() == summit.size()).isPresent();
        unsent = known ? Optional.empty() : Optional.of(new Publisher.Head(summit, head));
    }

    /** Whether nothing is left to do but, maybe, to tell of the head. */
    boolean idle() {
        return undone.isEmpty();
    }

    /** The head that the bus does not have yet. */
    Optional<Publisher.Head> unsent() {
        return unsent;
    }

    /** The bus has it. */
    void sent() {
        unsent = Optional.empty();
    }

    /** When the broker appended the newest record under the newest head. */
    Instant newest() {
        return newest;
    }

    /**
     * Takes a head that witnesses have co-signed: it is kept, and served if none is newer; what is to be told of it, if it is one of the last
     * that were signed here.
     */
    Optional<Publisher.Head> cosigned(SignedCheckpoint head) throws IOException {
        files.putCosigned(Bytes.of(head.bytes()));
        long size = head.checkpoint().size();
        if (board.head(name.partition())
                .filter(newest -> newest.checkpoint().size() == size)
                .isPresent()) {
            files.putCheckpoint(Bytes.of(head.bytes()));
            board.put(name.partition(), head);
        }
        return Optional.ofNullable(recent.get(size)).map(summit -> new Publisher.Head(summit, head));
    }

    /** Whether the map of the heads may name this one: it is no older than what an earlier process has signed. */
    boolean current() {
        return board.head(name.partition()).isPresent() || before.isEmpty();
    }
}
