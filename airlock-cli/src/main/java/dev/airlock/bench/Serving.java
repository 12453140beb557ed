package dev.airlock.bench;

import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Watches a process begin to serve on a port of the loopback. */
final class Serving {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 5;

    private Serving() {}

    static String address(int port) {
        return "127.0.0.1:" + port;
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Returns as soon as the port takes connections. A client that comes too early would only learn to wait. */
    static void await(int port, Child child) throws BenchFailed, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!accepts(port)) {
            child.checkAlive();
            if (System.nanoTime() > end) {
                throw new BenchFailed("nothing serves on port " + port + " after " + PATIENCE.toSeconds() + " s", "");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends an intent, and returns when the broker has taken it, by {@link System#nanoTime}. */
    static long taken(Bus bus, byte[] intent) throws BenchFailed {
        try (Sender sender = Sender.of(bus, Station.CALLER, PATIENCE)) {
            Delivery delivery = sender.send(Outbound.byKey(Topic.INTENTS, new byte[] {1}, intent))
                    .toCompletableFuture()
                    .join();
            long now = System.nanoTime();
            if (!(delivery instanceof Delivery.Delivered)) {
                throw new BenchFailed("the bare broker does not take an intent: " + delivery, "");
            }
            return now;
        }
    }
}
