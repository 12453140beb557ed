package dev.airlock.ledger.witness;

import dev.airlock.provenance.log.Cosigner;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.Witness;
import dev.airlock.provenance.log.WitnessAnswer;
import dev.airlock.provenance.log.WitnessRequest;
import dev.airlock.schemas.keys.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running witness: C2SP tlog-witness's {@code POST /add-checkpoint}. It remembers durably before it answers, one request after another, so that no
 * two answers can disagree. Whatever it cannot do, it does not co-sign.
 */
public final class WitnessService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WitnessService.class);
    private static final String PATH = "/add-checkpoint";
    private static final int LINE_BYTES_MAX = 1 << 10;
    private static final int HEADER_BYTES_MAX = 8 << 10;
    private static final int IDLE_SECONDS = 30;

    private final Vertx vertx;
    private final Cosigner cosigner;
    private final Witness witness;
    private final WitnessMemory memory;
    private final InstantSource clock;
    private final HttpServer server;
    private final WitnessCounts counts = new WitnessCounts();

    private WitnessService(
            Vertx vertx, WitnessConfig config, Cosigner cosigner, List<NoteKey> logs, InstantSource clock)
            throws IOException {
        this.vertx = vertx;
        this.cosigner = cosigner;
        this.witness = new Witness(cosigner, logs);
        this.memory = new WitnessMemory(config.state(), logs);
        this.clock = clock;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setMaxInitialLineLength(LINE_BYTES_MAX)
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(this::serve);
    }

    /**
     * Starts to answer.
     *
     * @param key the witness's own
     * @throws IOException if its memory cannot be used
     * @throws IllegalStateException if the port is taken
     */
    public static WitnessService start(Vertx vertx, WitnessConfig config, SigningKey key, InstantSource clock)
            throws IOException {
        List<NoteKey> logs = new ArrayList<>();
        for (LedgerKey ledger : config.ledgers()) {
            for (int partition = 0; partition < config.partitions(); partition++) {
                logs.add(ledger.ofLog(partition));
            }
        }
        var service = new WitnessService(vertx, config, new Cosigner(config.name(), key), logs, clock);
        var _ = service.server
                .listen()
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "cannot listen on " + config.host() + ":" + config.port() + " (" + cause.getMessage()
                                + "); stop what listens there, or set http.port",
                        cause)))
                .await();
        return service;
    }

    /** What its cosignatures are verified with. */
    public NoteKey key() {
        return cosigner.key();
    }

    /** What it has answered since it started. Any thread. */
    public WitnessReading reading() {
        return counts.reading();
    }

    private void serve(HttpServerRequest request) {
        if (!PATH.equals(request.path())) {
            end(request, 404, "there is " + PATH + "\n");
        } else if (!request.method().equals(HttpMethod.POST)) {
            end(request, 405, "POST a checkpoint\n");
        } else {
            collect(request);
        }
    }

    private void collect(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= WitnessRequest.BYTES_MAX) {
                body.appendBuffer(part);
            } else if (!request.response().ended()) {
                request.response().putHeader("Connection", "close");
                end(request, 413, "a request has at most " + WitnessRequest.BYTES_MAX + " bytes\n");
                var _ = request.connection().close();
            }
        });
        request.endHandler(_ -> {
            if (!request.response().ended()) {
                answer(request, body.getBytes());
            }
        });
    }

    private void answer(HttpServerRequest request, byte[] body) {
        counts.asked();
        vertx.executeBlocking((Callable<WitnessAnswer>) () -> judge(body), false)
                .onSuccess(answer -> {
                    counts.answered(answer);
                    request.response().putHeader("Content-Type", answer.contentType());
                    end(request, answer.status(), answer.body());
                })
                .onFailure(failure -> {
                    counts.failed();
                    LOG.error("witness signs nothing: {}", failure.toString());
                    end(request, 500, "the witness cannot remember; its log says why\n");
                });
    }

    private static void end(HttpServerRequest request, int status, String body) {
        var response = request.response();
        if (!response.closed() && !response.ended()) {
            var _ = response.setStatusCode(status).end(body);
        }
    }

    /** One after another: between what was signed last and what is remembered next nothing else is judged. */
    private synchronized WitnessAnswer judge(byte[] body) throws IOException {
        WitnessAnswer answer = witness.answer(body, this::last, clock.instant());
        switch (answer) {
            case WitnessAnswer.Cosigned cosigned -> memory.remember(cosigned.next());
            case WitnessAnswer.Forked(var evidence) ->
                LOG.error(
                        "FORK log={} size={} kept={}: the ledger has signed two roots; trust it no more",
                        evidence.first().checkpoint().log(),
                        evidence.first().checkpoint().size(),
                        memory.keep(evidence));
            case WitnessAnswer.Inconsistent inconsistent ->
                LOG.error(
                        "not consistent log={} size={}: {}",
                        inconsistent.offered().checkpoint().log(),
                        inconsistent.offered().checkpoint().size(),
                        inconsistent.reason().getMessage());
            case WitnessAnswer.Malformed _,
                    WitnessAnswer.Untrusted _,
                    WitnessAnswer.UnknownLog _,
                    WitnessAnswer.Stale _ -> LOG.debug("witness answers {}", answer);
        }
        return answer;
    }

    private Optional<SignedCheckpoint> last(String log) {
        try {
            return memory.last(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops to answer. */
    @Override
    public void close() {
        server.close().await();
    }
}
