package dev.airlock.gateway.mux;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for clients and gives each a {@link MuxConnection}; one too many is closed at once. */
final class MuxServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MuxServer.class);

    private final Vertx vertx;
    private final MuxConfig config;
    private final Exchange exchange;
    private final NetServer server;
    private final Places places;
    private final Premises premises;
    private final ExecutorService submitters = Executors.newVirtualThreadPerTaskExecutor();

    MuxServer(Vertx vertx, MuxConfig config, Exchange exchange, Premises premises) {
        this.vertx = vertx;
        this.config = config;
        this.exchange = exchange;
        this.premises = premises;
        this.places = new Places(config.connectionsMax(), config.signsAsLocal());
        this.server = vertx.createNetServer(
                new NetServerOptions().setHost(config.host()).setPort(config.port()));
    }

    /**
     * Listens on an event loop of its own, whoever asks, who is told on his own context: there a connection is begun before its first byte is read. On another thread a client's end may come first, and
     * would close the connection before anybody has said that half of it may stay open.
     */
    Future<Integer> listen() {
        var inside = (VertxInternal) vertx;
        Promise<NetServer> listens = inside.getOrCreateContext().promise();
        inside.createEventLoopContext()
                .runOnContext(_ -> server.connectHandler(this::accept).listen().onComplete(listens));
        return listens.future()
                .map(NetServer::actualPort)
                .recover(cause -> Future.failedFuture(new IllegalStateException(
                        "cannot listen on " + config.host() + ":" + config.port() + " (" + cause.getMessage()
                                + "); stop what listens there, or set mux.port",
                        cause)))
                .onSuccess(port ->
                        LOG.info("mux host={} port={} signs_as_local={}", config.host(), port, config.signsAsLocal()));
    }

    private void accept(NetSocket socket) {
        String address = addressOf(socket);
        if (premises.departure().begun()) {
            socket.close();
            return;
        }
        if (!places.take(address)) {
            LOG.warn("mux connection from {} closed: {} are open", socket.remoteAddress(), places.taken());
            socket.close();
            return;
        }
        byte[] name = new byte[8];
        ThreadLocalRandom.current().nextBytes(name);
        var connection = new MuxConnection(
                vertx,
                socket,
                config,
                exchange,
                submitters,
                new Client("mux." + HexFormat.of().formatHex(name), address),
                premises);
        connection.begin(() -> places.leave(address));
    }

    private static String addressOf(NetSocket socket) {
        String address = socket.remoteAddress().hostAddress();
        return address == null ? "" : address;
    }

    /** Takes nothing more, waits a while for the answers to what was taken, and then closes its connections. Blocks; not for an event loop. */
    @Override
    public void close() {
        premises.departure().drain();
        premises.departure().closes();
        server.close().await();
        Departure.end(submitters);
    }
}
