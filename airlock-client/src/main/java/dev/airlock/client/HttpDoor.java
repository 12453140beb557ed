package dev.airlock.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The HTTP ingress, by the JDK's own client, which is made for the first request. */
final class HttpDoor implements Door {
    private final URI intents;
    private final Supplier<HttpClient> making;
    private final Duration answerTime;
    private HttpClient client;

    HttpDoor(URI node, Supplier<HttpClient> making, Duration answerTime) {
        this.intents = node.resolve("/v1/intents");
        this.making = making;
        this.answerTime = answerTime;
    }

    @Override
    public CompletableFuture<byte[]> frame(byte[] json) {
        return post("application/json", json);
    }

    @Override
    public CompletableFuture<byte[]> signed(byte[] envelope) {
        return post("application/octet-stream", envelope);
    }

    private CompletableFuture<byte[]> post(String type, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(intents)
                .timeout(answerTime)
                .header("Content-Type", type)
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), AnswerReader.BYTES_MAX))
                .thenApply(response -> response.body());
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = making.get();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
