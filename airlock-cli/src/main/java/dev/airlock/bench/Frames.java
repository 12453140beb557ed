package dev.airlock.bench;

import dev.airlock.schemas.model.Backend;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Clients of a MUX on loopback. They read answers as bytes and parse nothing, so that they are cheap beside the node. */
final class Frames {
    /** How an answer begins if all is well; what follows is the token. */
    private static final byte[] GOOD = "\"status\" : 200".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final byte[] frame;

    Frames(int port, Backend backend) {
        this.port = port;
        this.frame = ("{\"channel_id\":1,\"intent\":\"" + Wish.INTENT + "\",\"from_aint\":\"bench.aint\",\"backend\":\""
                        + backend.name().toLowerCase(Locale.ROOT) + "\",\"payload\":\""
                        + new String(Wish.PAYLOAD.toArray(), StandardCharsets.UTF_8) + "\"}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    Client client() throws IOException {
        return new Client(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** One connection, which has a session of its own. One thread. */
    final class Client implements AutoCloseable {
        private final Socket socket;
        private final OutputStream out;
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];

        private Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            this.out = socket.getOutputStream();
            this.in = socket.getInputStream();
        }

        /** Sends a frame and waits for its answer; nanoseconds. */
        long call() throws IOException, BenchFailed {
            long began = System.nanoTime();
            out.write(frame);
            int length = answer();
            long took = System.nanoTime() - began;
            if (!holds(length)) {
                throw new BenchFailed(
                        "a frame was answered with " + new String(buffer, 0, length, StandardCharsets.UTF_8),
                        "airlock doctor, or --backend simulation to measure the lane without a guest");
            }
            return took;
        }

        /** An answer is a pretty-printed object and a line break: it ends with a brace at the beginning of a line. */
        private int answer() throws IOException {
            int length = 0;
            do {
                int more = in.read(buffer, length, buffer.length - length);
                if (more < 0) {
                    throw new EOFException("the MUX closed the connection");
                }
                length += more;
            } while (length < 3
                    || buffer[length - 1] != '\n'
                    || buffer[length - 2] != '}'
                    || buffer[length - 3] != '\n');
            return length;
        }

        private boolean holds(int length) {
            for (int at = 0; at <= Math.min(length, 128) - GOOD.length; at++) {
                if (Arrays.equals(buffer, at, at + GOOD.length, GOOD, 0, GOOD.length)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
