package dev.airlock.gateway.http;

import dev.airlock.gateway.mux.Departure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: TLS, how many connections there may be, and how large a request's head is. HTTP/1.1 only. */
final class HttpListener {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    private final HttpConfig config;
    private final Deadlines deadlines;
    private final Departure departure;
    private final HttpServer server;

    HttpListener(
            Vertx vertx,
            HttpConfig config,
            Deadlines deadlines,
            Departure departure,
            Consumer<HttpServerRequest> requests) {
        this.config = config;
        this.deadlines = deadlines;
        this.departure = departure;
        this.server = vertx.createHttpServer(options(config))
                .connectionHandler(this::accept)
                .invalidRequestHandler(HttpListener::refuse)
                .requestHandler(requests::accept);
    }

    private static HttpServerOptions options(HttpConfig config) {
        var options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setMaxHeaderSize(HttpConfig.HEADER_BYTES_MAX)
                .setMaxInitialLineLength(HttpConfig.LINE_BYTES_MAX)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setHandle100ContinueAutomatically(true);
        config.tls().ifPresent(tls -> {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(tls.certificate().toString())
                            .setKeyPath(tls.key().toString()));
            tls.clientAuthority().ifPresent(authority -> options.setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString())));
        });
        return options;
    }

    private void accept(HttpConnection connection) {
        if (departure.begun()) {
            var _ = connection.close();
        } else if (deadlines.admit(connection)) {
            deadlines.of(connection).owes(config.requestTime());
        } else {
            LOG.warn("http connection from {} closed: {} are open", connection.remoteAddress(), deadlines.open());
            var _ = connection.close();
        }
    }

    /** A head that is too long, or no HTTP at all. */
    private static void refuse(HttpServerRequest request) {
        request.response()
                .putHeader("Connection", "close")
                .setStatusCode(400)
                .end()
                .onComplete(_ -> request.connection().close());
    }

    Future<Integer> listen() {
        return server.listen()
                .map(HttpServer::actualPort)
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "cannot listen for HTTP on " + config.host() + ":" + config.port() + " (" + cause.getMessage()
                                + "); stop what listens there, or set http.port",
                        cause)))
                .onSuccess(port -> LOG.info(
                        "http host={} port={} tls={} signs_as_local={}",
                        config.host(),
                        port,
                        config.tls().isPresent(),
                        config.signsAsLocal()));
    }

    Future<Void> close() {
        return server.close();
    }
}
