package dev.airlock.ledger.shell;

import dev.airlock.ledger.shell.Logs.Harvest;
import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.provenance.log.Heads;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One round after another over all desks: work each off, tell the bus, sign the map of the heads when all of them stand. For one thread. */
final class Round {
    private final List<Desk> desks;
    private final Publisher publisher;
    private final LedgerSigner signer;
    private final String ledger;
    private final Board board;
    private final LedgerDirectory directory;
    private final InstantSource clock;
    private final LedgerMetrics metrics;
    private final Queue<SignedCheckpoint> cosigned;
    private boolean worked = true;
    private boolean changed;

    Round(
            List<Desk> desks,
            Publisher publisher,
            LedgerSigner signer,
            String ledger,
            Board board,
            LedgerDirectory directory,
            InstantSource clock,
            LedgerMetrics metrics,
            Queue<SignedCheckpoint> cosigned) {
        this.desks = List.copyOf(desks);
        this.publisher = publisher;
        this.signer = signer;
        this.ledger = ledger;
        this.board = board;
        this.directory = directory;
        this.clock = clock;
        this.metrics = metrics;
        this.cosigned = cosigned;
    }

    void add(List<Harvest> harvests) {
        harvests.forEach(harvest -> desks.get(harvest.growth().partition()).add(harvest));
    }

    /** Whether the last round left nothing undone. */
    boolean done() {
        return worked;
    }

    /**
     * Works off what there is; whether the bus has all of it.
     *
     * @throws IOException if the disk does not take it
     */
    boolean work() throws IOException {
        worked = false;
        workDesks();
        List<Desk> unsent =
                desks.stream().filter(desk -> desk.unsent().isPresent()).toList();
        if (!publisher.heads(
                unsent.stream().flatMap(desk -> desk.unsent().stream()).toList())) {
            return false;
        }
        for (Desk desk : unsent) {
            desk.sent();
            metrics.published(Duration.between(desk.newest(), clock.instant()));
        }
        if (changed && desks.stream().allMatch(Desk::current)) {
            signHeads();
            changed = false;
        }
        worked = desks.stream().allMatch(Desk::idle) && takeCosigned();
        return worked;
    }

    /** Beside one another, since each waits for the disk for most of its time. */
    private void workDesks() throws IOException {
        try (var beside = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            desks.stream().filter(desk -> !desk.idle()).forEach(desk -> all.add(beside.submit(desk::work)));
            for (Future<Boolean> one : all) {
                changed |= one.get();
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while storing", e);
        }
    }

    /** A head that was co-signed and not told of is told of with the next one: each has all signatures that it got. */
    private boolean takeCosigned() throws IOException {
        List<Publisher.Head> told = new ArrayList<>();
        for (SignedCheckpoint head = cosigned.poll(); head != null; head = cosigned.poll()) {
            int partition = LogName.parse(head.checkpoint().log()).partition();
            desks.get(partition).cosigned(head).ifPresent(told::add);
        }
        return publisher.heads(told);
    }

    private void signHeads() throws IOException {
        List<Heads.Head> heads = new ArrayList<>();
        for (int partition = 0; partition < desks.size(); partition++) {
            heads.add(board.head(partition)
                    .map(head -> new Heads.Head(
                            head.checkpoint().size(), head.checkpoint().root()))
                    .orElseGet(() -> new Heads.Head(0, TreeHash.EMPTY_TREE)));
        }
        Bytes note = Bytes.of(new Heads(ledger, Topic.TOKENS.topicName(), heads)
                .signed(signer)
                .bytes());
        directory.putHeads(note);
        board.putHeads(note);
    }
}
