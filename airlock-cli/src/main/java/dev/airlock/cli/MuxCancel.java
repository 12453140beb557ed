package dev.airlock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.schemas.model.IntentKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** Cancels what came by a node's fast lane, by its id alone: the node knows in which session that is, and the bus does not. */
final class MuxCancel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(5).toMillis();

    private MuxCancel() {}

    /**
     * Which intent under way was meant, and is cancelled now; empty if the node knows of none that this user may cancel, or of several.
     *
     * @param mux {@code HOST:PORT} of the node's MUX, whose clients are this machine's user
     * @throws IOException if the node does not answer in five seconds
     */
    static Optional<IntentKey> byId(String mux, String id) throws IOException {
        int colon = mux.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(mux.substring(0, colon), Integer.parseInt(mux.substring(colon + 1))),
                    PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(JSON.writeValueAsBytes(
                            JSON.createObjectNode().put("channel_id", 1).put("cancel", id)));
            socket.getOutputStream().flush();
            return meant(JSON.readerFor(JsonNode.class).readValue(socket.getInputStream()), id);
        }
    }

    private static Optional<IntentKey> meant(JsonNode answer, String id) throws IOException {
        if (!answer.path("cancel").asText().equals("asked")
                || !answer.path("session").isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IntentKey(answer.path("session").asText(), id));
        } catch (IllegalArgumentException e) {
            throw new IOException("the node named no session: " + e.getMessage(), e);
        }
    }
}
