package dev.airlock.jail.victims;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener on loopback that answers {@code pong} and counts its visitors. */
final class Neighbour implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger visitors = new AtomicInteger();

    Neighbour() throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        while (true) {
            try (Socket visitor = server.accept()) {
                visitors.incrementAndGet();
                visitor.getInputStream().readNBytes(4);
                visitor.getOutputStream().write("pong".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int visitors() {
        return visitors.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
