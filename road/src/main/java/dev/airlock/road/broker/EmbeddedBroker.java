package dev.airlock.road.broker;

import dev.airlock.road.Bus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A real KRaft broker and controller on the loopback interface; topics, records and offsets survive restarts. */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int ANY_PORT_TRIES = 3;

    private final KafkaRaftServer server;
    private final DirectoryLock lock;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, DirectoryLock lock, int port) {
        this.server = server;
        this.lock = lock;
        this.port = port;
    }

    /** Starts on {@code directory}, on a free port. */
    public static EmbeddedBroker start(Path directory) throws BrokerRefused {
        BrokerRefused last = new BrokerRefused(BrokerRefused.Reason.PORT_TAKEN, "no free port on loopback");
        for (int i = 0; i < ANY_PORT_TRIES; i++) {
            try {
                return start(directory, freePort());
            } catch (BrokerRefused e) {
                if (e.reason() != BrokerRefused.Reason.PORT_TAKEN) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    /** Starts on {@code directory} and listens on {@code 127.0.0.1:port}; returns when it serves. */
    public static EmbeddedBroker start(Path directory, int port) throws BrokerRefused {
        DirectoryLock lock = DirectoryLock.on(directory);
        try {
            checkFree(port);
            Path log = LogDirectory.in(directory);
            FormerSelf.layToRest(log, freePort());
            return new EmbeddedBroker(serve(BrokerSettings.of(log, port, freePort()), directory, port), lock, port);
        } catch (BrokerRefused e) {
            lock.close();
            throw e;
        }
    }

    private static KafkaRaftServer serve(Properties settings, Path directory, int port) throws BrokerRefused {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            server.awaitShutdown();
            checkFree(port);
            throw new BrokerRefused(
                    BrokerRefused.Reason.SERVER_FAILED,
                    "embedded broker on " + directory + ": " + e.getMessage()
                            + "; start again, and look at the lines above if it stays so; nothing was deleted",
                    e);
        }
    }

    private static void checkFree(int port) throws BrokerRefused {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new BrokerRefused(
                    BrokerRefused.Reason.PORT_TAKEN,
                    "127.0.0.1:" + port + " is taken (" + e.getMessage()
                            + "); stop what listens there ('ss -ltnp' shows it), or give the broker another port",
                    e);
        }
    }

    private static int freePort() throws BrokerRefused {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new BrokerRefused(BrokerRefused.Reason.PORT_TAKEN, "no free port on loopback: " + e.getMessage(), e);
        }
    }

    public int port() {
        return port;
    }

    /** The way in for clients on this machine. */
    public Bus bus() {
        return Bus.at(BrokerSettings.bootstrap(port));
    }

    /** Stops, with everything on disk. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }
}
