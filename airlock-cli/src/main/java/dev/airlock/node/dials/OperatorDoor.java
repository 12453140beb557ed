package dev.airlock.node.dials;

import dev.airlock.schemas.model.Line;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a process to its operator, by GET and HEAD over HTTP/1.1: {@code /live} while it answers at all, {@code /ready} with 200, or 503 and the
 * reasons, and {@code /metrics} for Prometheus. It opens before the service starts and closes after it ends. Any thread.
 */
public final class OperatorDoor implements AutoCloseable {
    /** What Prometheus' text format calls itself. */
    static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Logger LOG = LoggerFactory.getLogger(OperatorDoor.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(:\\d{1,5})?");

    private static final int HEADER_BYTES_MAX = 8 << 10;
    private static final int LINE_BYTES_MAX = 1 << 10;
    private static final int IDLE_SECONDS = 30;
    private static final int REASON_LENGTH_MAX = 1000;

    private final Vertx vertx;
    /** Looked up once: what a name means later changes nothing for those who ask. */
    private final boolean loopback;

    private final Dials dials = new Dials();
    private final List<Panel> panels = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile String standing = "it is starting";

    private record Answer(int code, String type, String body) {}

    private OperatorDoor(Vertx vertx, DoorAt at) {
        this.vertx = vertx;
        dials.show(Dial.READY, () -> unready().isEmpty() ? 1 : 0);
        this.loopback = at.isLoopback();
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(at.host())
                        .setPort(at.port())
                        .setMaxHeaderSize(HEADER_BYTES_MAX)
                        .setMaxInitialLineLength(LINE_BYTES_MAX)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(this::serve);
    }

    /**
     * Opens it, not ready yet. Blocks until it listens; not for an event loop.
     *
     * @throws IllegalStateException if the port is taken, with what to do
     */
    public static OperatorDoor open(Vertx vertx, DoorAt at) {
        var door = new OperatorDoor(vertx, at);
        door.server
                .listen()
                .recover(cause -> {
                    door.dials.close();
                    return Future.failedFuture(new IllegalStateException(
                            "cannot listen on " + at + " (" + cause.getMessage() + "); stop what listens there, or set "
                                    + DoorAt.KEY,
                            cause));
                })
                .await();
        LOG.info("metrics listen={}:{}", at.host(), door.port());
        return door;
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** Shows one more service. */
    public void show(Panel panel) {
        panel.show(dials);
        panels.add(panel);
    }

    /** All that the process does is there: from now on its services say whether it is ready. */
    public void started() {
        standing = "";
    }

    /** From now on it is not ready, whatever its services say. */
    public void ending() {
        standing = "it is ending, and takes nothing more";
    }

    /** Why the process is not ready; empty if it is. */
    List<String> unready() {
        var reasons = new ArrayList<String>();
        if (!standing.isEmpty()) {
            reasons.add(standing);
        }
        panels.forEach(panel -> reasons.addAll(panel.unready()));
        return reasons;
    }

    private void serve(HttpServerRequest request) {
        if (loopback
                && !LOOPBACK.matcher(String.valueOf(request.getHeader("Host"))).matches()) {
            end(request, new Answer(403, TEXT, "ask by a name of this machine's loopback\n"));
        } else if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            end(request, new Answer(405, TEXT, "only GET and HEAD\n"));
        } else {
            vertx.executeBlocking((Callable<Answer>) () -> answer(String.valueOf(request.path())), false)
                    .onSuccess(answer -> end(request, answer))
                    .onFailure(failure -> {
                        LOG.error("metrics answer failed", failure);
                        end(request, new Answer(500, TEXT, "the log says why\n"));
                    });
        }
    }

    private Answer answer(String path) {
        return switch (path) {
            case "/live" -> new Answer(200, TEXT, "live\n");
            case "/ready" -> ready(unready());
            case "/metrics" -> new Answer(200, METRICS_TYPE, dials.text());
            default -> new Answer(404, TEXT, "there are /live, /ready and /metrics\n");
        };
    }

    private static Answer ready(List<String> reasons) {
        if (reasons.isEmpty()) {
            return new Answer(200, TEXT, "ready\n");
        }
        var text = new StringBuilder();
        reasons.forEach(reason -> text.append("not ready: ")
                .append(Line.fit(reason, REASON_LENGTH_MAX))
                .append('\n'));
        return new Answer(503, TEXT, text.toString());
    }

    private static void end(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.code())
                .putHeader("Content-Type", answer.type())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        var _ = request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(answer.body());
    }

    @Override
    public void close() {
        server.close().await();
        dials.close();
    }
}
