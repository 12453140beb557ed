package dev.airlock.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.SocketFactory;

/** The MUX: a connection for each frame, shut on our side once it is sent, so that the answer ends with the connection. */
final class MuxDoor implements Door {
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
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            byte[] answer = in.readNBytes(AnswerReader.BYTES_MAX + 1);
            if (answer.length == 0) {
                throw new IOException("the node at " + host + ":" + port + " closed the connection without an answer");
            }
            return answer;
        }
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
