package dev.airlock.ledger.shell;

import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.provenance.log.ConsistencyProof;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.NoteSignature;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.provenance.log.WitnessRequest;
import dev.airlock.schemas.model.Line;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the witnesses, once a second, to co-sign the newest heads, on a thread of its own: no head waits for a witness. What they signed is handed
 * on whenever another one has. Each is asked for a head until it has signed it. What a witness answers is checked before it counts.
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

    private final Map<String, Progress> progress = new HashMap<>();

    /** A head as its log alone has signed it, and who has co-signed it by now. */
    private record Progress(SignedCheckpoint head, Map<String, NoteSignature> signatures) {}

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
        Progress now = progress.compute(
                head.checkpoint().log(),
                (_, before) -> before == null
                                || before.head().checkpoint().size()
                                        != head.checkpoint().size()
                        ? new Progress(head, new LinkedHashMap<>())
                        : before);
        int before = now.signatures().size();
        for (WitnessAddress witness : witnesses) {
            if (!now.signatures().containsKey(witness.url().toString())) {
                ask(witness, partition, now.head()).ifPresent(signature -> {
                    now.signatures().put(witness.url().toString(), signature);
                    metrics.cosigned();
                });
            }
        }
        if (now.signatures().size() > before) {
            SignedCheckpoint signed = now.head();
            for (NoteSignature signature : now.signatures().values()) {
                signed = signed.with(signature);
            }
            cosigned.add(signed);
        }
    }

    private Optional<NoteSignature> ask(WitnessAddress witness, int partition, SignedCheckpoint head)
            throws InterruptedException {
        String place = witness.url() + " " + head.checkpoint().log();
        try {
            HttpResponse<byte[]> answer = send(witness, partition, head, sizes.getOrDefault(place, 0L));
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
        } catch (IOException | LogRejected | RuntimeException e) {
            metrics.failed();
            LOG.warn(
                    "witness {} does not co-sign {}: {}",
                    witness.key().name(),
                    head.checkpoint().log(),
                    e.toString());
            return Optional.empty();
        }
    }

    /** The whole answer within the time that a witness is given: one that sends headers and nothing more holds up nobody. */
    private HttpResponse<byte[]> send(WitnessAddress witness, int partition, SignedCheckpoint head, long old)
            throws IOException, InterruptedException {
        long size = head.checkpoint().size();
        List<TreeHash> path = List.of();
        if (old > 0 && old < size) {
            ConsistencyProof proof = new StoredTree(size, directory.of(partition)).consistency(old, size);
            path = proof.path();
        }
        var request = HttpRequest.newBuilder(URI.create(witness.url() + "/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new WitnessRequest(old, path, head.note()).body()))
                .build();
        var answer = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("it does not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
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
