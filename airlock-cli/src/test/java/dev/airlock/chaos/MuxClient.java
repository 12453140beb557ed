package dev.airlock.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.schemas.model.IntentKey;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;

/** A plain client of the MUX: one frame, one answer. One thread. */
final class MuxClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket;
    private final OutputStream out;
    /** Made at the first answer, since making it waits for one. */
    private Optional<MappingIterator<JsonNode>> answers = Optional.empty();

    MuxClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
    }

    static ObjectNode frame(IntentKey key, String program) {
        return JSON.createObjectNode()
                .put("channel_id", 7)
                .put("intent", "code:execute")
                .put("from_aint", "chaos.aint")
                .put("session", key.session())
                .put("id", key.id())
                .put("backend", NodeUnderTest.KVM ? "any" : "simulation")
                .put("payload", program);
    }

    static ObjectNode cancel(IntentKey key) {
        return JSON.createObjectNode()
                .put("channel_id", 8)
                .put("session", key.session())
                .put("cancel", key.id());
    }

    void send(ObjectNode frame) throws IOException {
        out.write(JSON.writeValueAsBytes(frame));
        out.write('\n');
        out.flush();
    }

    /** The next answer. */
    JsonNode answer() throws IOException {
        if (answers.isEmpty()) {
            answers = Optional.of(JSON.readerFor(JsonNode.class).readValues(socket.getInputStream()));
        }
        if (!answers.get().hasNextValue()) {
            throw new IOException("the connection ended");
        }
        return answers.get().nextValue();
    }

    JsonNode call(ObjectNode frame) throws IOException {
        send(frame);
        return answer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
