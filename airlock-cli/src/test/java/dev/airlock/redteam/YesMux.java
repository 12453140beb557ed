package dev.airlock.redteam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A MUX that says yes to whatever comes. */
final class YesMux implements Gap, AutoCloseable {
    private static final byte[] YES = "{\"status\":200,\"tibet_provenance\":{}}\n".getBytes(StandardCharsets.UTF_8);

    private final ServerSocket server;

    YesMux() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("yes-mux").start(this::accept);
    }

    @Override
    public int muxPort(int honest) {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Thread.ofVirtual().start(() -> answer(caller));
            } catch (SocketException e) {
                return; // It was closed.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads to the end, so that the answer is not lost in a reset. */
    private static void answer(Socket caller) {
        try (caller) {
            InputStream in = caller.getInputStream();
            byte[] some = new byte[8192];
            if (in.read(some) >= 0) {
                caller.getOutputStream().write(YES);
            }
            while (in.read(some) >= 0) {
                // All that is left.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
