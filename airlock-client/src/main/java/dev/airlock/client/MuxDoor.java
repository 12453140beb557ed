package dev.airlock.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.SocketFactory;

/** The MUX: a connection for each frame, which ends with the answer's closing brace. */
final class MuxDoor implements Door {
    private static final int CHUNK = 8192;
    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    private final String host;
    private final int port;
    private final SocketFactory sockets;
    private final Duration answerTime;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param answerTime the longest silence of the node that is put up with */
    MuxDoor(String host, int port, SocketFactory sockets, Duration answerTime) {
        this.host = host;
        this.port = port;
        this.sockets = sockets;
        this.answerTime = answerTime;
    }

    @Override
    public CompletableFuture<byte[]> frame(byte[] json) {
        var answer = new CompletableFuture<byte[]>();
        threads.execute(() -> {
            try {
                answer.complete(ask(json));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private byte[] ask(byte[] json) throws IOException {
        try (Socket socket = sockets.createSocket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(CONNECT_TIME.toMillis()));
            socket.setSoTimeout(Math.toIntExact(answerTime.toMillis()));
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(json);
            socket.getOutputStream().flush();
            byte[] answer = object(socket.getInputStream());
            if (answer.length == 0) {
                throw new IOException("the node at " + host + ":" + port + " closed the connection without an answer");
            }
            return answer;
        }
    }

    /** The bytes of one JSON object, or as many as came before the end; whether they are one is the reader's question. */
    private static byte[] object(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int depth = 0;
        boolean text = false;
        boolean escaped = false;
        for (int read = in.read(chunk); read >= 0 && bytes.size() <= AnswerReader.BYTES_MAX; read = in.read(chunk)) {
            bytes.write(chunk, 0, read);
            for (int i = 0; i < read; i++) {
                if (text) {
                    text = escaped || chunk[i] != '"';
                    escaped = !escaped && chunk[i] == '\\';
                } else if (chunk[i] == '"') {
                    text = true;
                } else if (chunk[i] == '{') {
                    depth++;
                } else if (chunk[i] == '}' && --depth == 0) {
                    return bytes.toByteArray();
                }
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public CompletableFuture<byte[]> signed(byte[] envelope) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException(
                "the MUX takes frames and no signed intents; connect to the node's http:// address"));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
