package dev.airlock.ledger.shell;

import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.ConsistencyProof;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.NoteSignature;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.provenance.log.WitnessRequest;
import dev.airlock.schemas.model.Line;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the witnesses, once a second, to co-sign the newest heads, on a thread of its own: no head waits for a witness. What they signed is handed
 * on when all of a head's witnesses were asked. What a witness answers is checked before it counts.
 */
final class Cosigning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cosigning.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ANSWER_BYTES_MAX = 4096;
    private static final int LINE_LENGTH_MAX = 200;
    private static final int GRANTED = 200;
    private static final int ELSEWHERE = 409;

    private final List<WitnessAddress> witnesses;
    private final Board board;
    private final LedgerDirectory directory;
    private final Queue<SignedCheckpoint> cosigned;
    private final LedgerMetrics metrics;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Thread thread =
            Thread.ofPlatform().name("ledger-witnesses").daemon().unstarted(this::run);
    private final CountDownLatch closing = new CountDownLatch(1);
    /** What each witness has signed last, as far as we know, by its URL and the log. */
    private final Map<String, Long> sizes = new HashMap<>();

    private final Map<String, Long> done = new HashMap<>();

    /** @param cosigned gets each head with the signatures that it got */
    Cosigning(
            List<WitnessAddress> witnesses,
            Board board,
            LedgerDirectory directory,
            Queue<SignedCheckpoint> cosigned,
            LedgerMetrics metrics) {
        this.witnesses = List.copyOf(witnesses);
        this.board = board;
        this.directory = directory;
        this.cosigned = cosigned;
        this.metrics = metrics;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
                for (int partition = 0; partition < board.partitions(); partition++) {
                    Optional<SignedCheckpoint> head = board.head(partition);
                    if (head.isPresent() && closing.getCount() > 0) {
                        ask(partition, head.get());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("no witness is asked any more; restart the ledger", e);
        }
    }

    private void ask(int partition, SignedCheckpoint head) throws InterruptedException {
        Checkpoint checkpoint = head.checkpoint();
        if (done.getOrDefault(checkpoint.log(), 0L) >= checkpoint.size()) {
            return;
        }
        SignedCheckpoint signed = head;
        int signatures = 0;
        for (WitnessAddress witness : witnesses) {
            Optional<NoteSignature> signature = ask(witness, partition, head);
            if (signature.isPresent()) {
                signed = signed.with(signature.get());
                metrics.cosigned();
                signatures++;
            }
        }
        if (signatures > 0) {
            cosigned.add(signed);
        }
        if (signatures == witnesses.size()) {
            done.put(checkpoint.log(), checkpoint.size());
        }
    }

    private Optional<NoteSignature> ask(WitnessAddress witness, int partition, SignedCheckpoint head)
            throws InterruptedException {
        String place = witness.url() + " " + head.checkpoint().log();
        try {
            HttpResponse<InputStream> answer = send(witness, partition, head, sizes.getOrDefault(place, 0L));
            String body = text(answer);
            if (answer.statusCode() == ELSEWHERE && sizeIn(body, head).isPresent()) {
                sizes.put(place, sizeIn(body, head).get());
                answer = send(witness, partition, head, sizes.get(place));
                body = text(answer);
            }
            if (answer.statusCode() != GRANTED) {
                throw new IOException("it answers " + answer.statusCode() + ": " + Line.fit(body, LINE_LENGTH_MAX));
            }
            NoteSignature signature = NoteSignature.parse(body.strip());
            head.with(signature).note().signers(List.of(witness.key()));
            sizes.put(place, head.checkpoint().size());
            return Optional.of(signature);
        } catch (IOException | LogRejected | IllegalArgumentException e) {
            metrics.failed();
            LOG.warn(
                    "witness {} does not co-sign {}: {}",
                    witness.key().name(),
                    head.checkpoint().log(),
                    e.toString());
            return Optional.empty();
        }
    }

    private HttpResponse<InputStream> send(WitnessAddress witness, int partition, SignedCheckpoint head, long old)
            throws IOException, InterruptedException {
        long size = head.checkpoint().size();
        List<TreeHash> path = List.of();
        if (old > 0 && old < size) {
            ConsistencyProof proof = new StoredTree(size, directory.of(partition)).consistency(old, size);
            path = proof.path();
        }
        var request = HttpRequest.newBuilder(URI.create(witness.url() + "/add-checkpoint"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new WitnessRequest(old, path, head.note()).body()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static String text(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return new String(body.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    /** From where the witness wants to be shown that the log has grown, if it is a place where this head can be. */
    private static Optional<Long> sizeIn(String body, SignedCheckpoint head) {
        String text = body.strip();
        if (!text.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(text))
                .filter(size -> size <= head.checkpoint().size());
    }

    @Override
    public void close() {
        closing.countDown();
        client.shutdownNow();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
