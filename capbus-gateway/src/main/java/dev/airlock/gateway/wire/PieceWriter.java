package dev.airlock.gateway.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.gateway.model.Piece;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A piece of output as one line of JSON. {@code data} is text if all of it is UTF-8, and base64 if not, also if a letter is cut in two. */
public final class PieceWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PieceWriter() {}

    /** The bytes to send. */
    public static byte[] write(Piece piece) {
        Optional<String> text = AnswerWriter.text(piece.bytes());
        ObjectNode line = JSON.createObjectNode()
                .put("channel_id", piece.channelId())
                .put("stream", piece.error() ? "stderr" : "stdout")
                .put("encoding", text.isPresent() ? "utf-8" : "base64")
                .put("data", text.orElseGet(() -> AnswerWriter.base64(piece.bytes())));
        try {
            return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
