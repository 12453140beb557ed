package dev.airlock.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a runtime says when it hands a listener over: one JSON object, the container's state (runtime-spec 1.0.2, config-linux.md,
 * "containerProcessState"). Runtimes differ in what follows, so it is over where its own closing brace is. For one thread.
 */
final class NotifyHello {
    private static final int BYTES_MAX = 1 << 16;

    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private int end = -1;

    /**
     * Takes the next bytes.
     *
     * @throws ContainerFailed if they cannot be a part of one object of 64 KiB
     */
    void hear(byte[] bytes) throws ContainerFailed {
        if (heard.size() + bytes.length > BYTES_MAX) {
            throw new ContainerFailed("the runtime said more than " + BYTES_MAX + " bytes of its container's state");
        }
        for (int i = 0; i < bytes.length && end < 0; i++) {
            step(bytes[i], heard.size() + i);
        }
        heard.writeBytes(bytes);
    }

    private void step(byte next, int at) throws ContainerFailed {
        if (quoted) {
            quoted = escaped || next != '"';
            escaped = !escaped && next == '\\';
            return;
        }
        switch (next) {
            case '"' -> quoted = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                end = depth == 0 ? at + 1 : end;
            }
            default -> {
                // Between the braces it is Jackson's business.
            }
        }
        boolean blank = next == ' ' || next == '\n' || next == '\r' || next == '\t';
        if (depth < 0 || (depth == 0 && end < 0 && !blank)) {
            throw new ContainerFailed("the runtime did not begin its container's state with '{'");
        }
    }

    /** The name of the container, once all of the object was heard. */
    Optional<String> container() throws ContainerFailed {
        if (end < 0) {
            return Optional.empty();
        }
        String text = new String(Arrays.copyOf(heard.toByteArray(), end), StandardCharsets.UTF_8);
        try {
            JsonNode name = new ObjectMapper().readTree(text).path("state").path("id");
            if (!name.isTextual()) {
                throw new ContainerFailed("the runtime names no container in the state that it sends");
            }
            return Optional.of(name.textValue());
        } catch (JsonProcessingException e) {
            throw new ContainerFailed("the runtime sends no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
