package dev.airlock.ledger.http;

import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.ledger.tiles.PartitionFiles;
import dev.airlock.ledger.tiles.Proofs;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.model.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a ledger's directory: GET and HEAD, HTTP/1.1. A full tile never changes and says so; heads are asked for anew. Nothing is served beyond the
 * newest head that this process has signed, so that what lies on the disk from before is not believed. Files are read on Vert.x's workers.
 */
public final class LedgerDoor {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerDoor.class);
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(:\\d{1,5})?");

    private static final int HEADER_BYTES_MAX = 8 << 10;
    private static final int LINE_BYTES_MAX = 1 << 10;
    private static final int IDLE_SECONDS = 30;

    private final Vertx vertx;
    private final LedgerPort port;
    private final LedgerDirectory directory;
    private final Published published;
    private final LedgerKey key;
    private final HttpServer server;

    /** How an answer may be kept. */
    private enum Kept {
        FOR_EVER("public, max-age=31536000, immutable"),
        A_WHILE("public, max-age=3600"),
        NOT("no-cache");

        private final String header;

        Kept(String header) {
            this.header = header;
        }
    }

    /** An answer. */
    private record Answer(int code, String type, Kept kept, Bytes body) {
        static final String TEXT = "text/plain; charset=utf-8";

        static Answer text(int code, String text) {
            return new Answer(code, TEXT, Kept.NOT, Bytes.of((text + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        static Answer note(Bytes note) {
            return new Answer(200, TEXT, Kept.NOT, note);
        }
    }

    /** @param key what heads are verified with */
    public LedgerDoor(Vertx vertx, LedgerPort port, LedgerDirectory directory, Published published, LedgerKey key) {
        this.vertx = vertx;
        this.port = port;
        this.directory = directory;
        this.published = published;
        this.key = key;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(port.host())
                        .setPort(port.port())
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setMaxInitialLineLength(LINE_BYTES_MAX)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(this::serve);
    }

    /** Begins to serve; fails with what to do if the port is taken. */
    public Future<Integer> listen() {
        return server.listen()
                .map(HttpServer::actualPort)
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "cannot serve the ledger on " + port.host() + ":" + port.port() + " (" + cause.getMessage()
                                + "); stop what listens there, or set http.port",
                        cause)));
    }

    /** Ends the server. */
    public Future<Void> close() {
        return server.close();
    }

    private void serve(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            write(request, Answer.text(405, "only GET and HEAD"));
            return;
        }
        if (!fromHere(request)) {
            write(request, Answer.text(403, "the Host of a request must be localhost, 127.0.0.1 or [::1]"));
            return;
        }
        String path = request.path() == null ? "" : request.path();
        String query = request.query() == null ? "" : request.query();
        LogQuery asked = LogQuery.of(path, query);
        vertx.executeBlocking((Callable<Answer>) () -> answer(asked), false)
                .onSuccess(answer -> write(request, answer))
                .onFailure(failure -> {
                    LOG.warn("ledger http path={} failed: {}", path, failure.toString());
                    write(request, Answer.text(500, "the ledger cannot read it; its log says why"));
                });
    }

    /** A page in a browser here may make a name of its own mean this machine; then it says that name. */
    private boolean fromHere(HttpServerRequest request) {
        if (!LOOPBACK.matcher(port.host()).matches()) {
            return true;
        }
        var hosts = request.headers().getAll("Host");
        return hosts.size() == 1 && LOOPBACK.matcher(hosts.getFirst()).matches();
    }

    private Answer answer(LogQuery asked) throws IOException {
        return switch (asked) {
            case LogQuery.Nothing(String reason) -> Answer.text(404, reason);
            case LogQuery.Heads() -> published.heads().map(Answer::note).orElseGet(LedgerDoor::notYet);
            case LogQuery.Keys() -> Answer.text(200, keys());
            case LogQuery.Proof(TokenId token) -> proof(token);
            case LogQuery.Head(int partition) ->
                head(partition).map(head -> Answer.note(Bytes.of(head.bytes()))).orElseGet(LedgerDoor::notYet);
            case LogQuery.Cosigned(int partition) -> cosigned(partition);
            case LogQuery.Piece(int partition, TilePath path) -> piece(partition, path);
        };
    }

    private Optional<SignedCheckpoint> head(int partition) {
        return partition < published.partitions() ? published.head(partition) : Optional.empty();
    }

    private Answer cosigned(int partition) throws IOException {
        Optional<SignedCheckpoint> head = head(partition);
        Optional<Bytes> note = head.isPresent() ? directory.of(partition).cosigned() : Optional.empty();
        return note.filter(found -> isOurs(found, head.get(), partition))
                .map(Answer::note)
                .orElseGet(LedgerDoor::notYet);
    }

    /** Whether what lies on the disk is a head of this log that the one which this process has signed may follow. */
    private boolean isOurs(Bytes note, SignedCheckpoint head, int partition) {
        try {
            var found = SignedCheckpoint.open(note.toArray(), List.of(key.ofLog(partition)))
                    .checkpoint();
            return found.size() < head.checkpoint().size() || found.equals(head.checkpoint());
        } catch (LogRejected e) {
            LOG.warn("ledger partition={} cosigned file is not ours: {}", partition, e.getMessage());
            return false;
        }
    }

    private Answer piece(int partition, TilePath path) throws IOException {
        Optional<SignedCheckpoint> head = head(partition);
        if (head.isEmpty()) {
            return notYet();
        }
        Optional<Bytes> found = isUnder(path, head.get().checkpoint().size())
                ? directory.of(partition).read(path)
                : Optional.empty();
        Kept kept = path.width() == TilePath.WIDTH ? Kept.FOR_EVER : Kept.A_WHILE;
        return found.map(bytes -> new Answer(200, "application/octet-stream", kept, bytes))
                .orElseGet(() -> Answer.text(404, "the log does not reach there"));
    }

    /** Whether a log of this size has all of the tile. */
    private static boolean isUnder(TilePath path, long size) {
        int height = path instanceof TilePath.Hashes hashes ? hashes.level() * TilePath.HEIGHT : 0;
        long wide = size >>> height;
        return path.index() <= wide / TilePath.WIDTH && path.index() * TilePath.WIDTH + path.width() <= wide;
    }

    private Answer proof(TokenId token) throws IOException {
        for (int partition = 0; partition < published.partitions(); partition++) {
            Optional<SignedCheckpoint> head = published.head(partition);
            if (head.isPresent()) {
                PartitionFiles files = directory.of(partition);
                Optional<Proofs.Proof> proof = Proofs.of(token, files, head.get());
                if (proof.isPresent()) {
                    return Answer.note(Bytes.of(proof.get().file().bytes()));
                }
            }
        }
        return Answer.text(404, "no signed head has token " + token + " under it");
    }

    private String keys() {
        var text =
                new StringBuilder(key.text()).append('\n').append(key.ofHeads().text());
        for (int partition = 0; partition < published.partitions(); partition++) {
            text.append('\n').append(key.ofLog(partition).text());
        }
        return text.toString();
    }

    private static Answer notYet() {
        return Answer.text(404, "there is no signed head of it, or not yet");
    }

    private static void write(HttpServerRequest request, Answer answer) {
        var response = request.response();
        if (response.closed()) {
            return;
        }
        byte[] body = answer.body().toArray();
        response.setStatusCode(answer.code())
                .putHeader("Content-Type", answer.type())
                .putHeader("Cache-Control", answer.kept().header)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Length", Integer.toString(body.length));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(Buffer.buffer(body));
        }
    }
}
