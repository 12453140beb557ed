package dev.airlock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.wire.Delegations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** One intent by the frames of a node's MUX, whose output is printed while the program runs. One thread, but for {@link #cancel}. */
final class LiveRun implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHANNEL = 1;
    private static final int CANCEL_CHANNEL = 2;

    private final Socket socket;
    private final String session;
    private final String id;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private final List<NamedFile> files = new ArrayList<>();

    private LiveRun(Socket socket, String session, String id) {
        this.socket = socket;
        this.session = session;
        this.id = id;
    }

    /** @param mux {@code HOST:PORT} of the node's MUX */
    static LiveRun open(String mux, Draft draft) throws IOException {
        int colon = mux.lastIndexOf(':');
        var socket = new Socket(mux.substring(0, colon), Integer.parseInt(mux.substring(colon + 1)));
        return new LiveRun(
                socket,
                draft.session().orElse("cli-" + ProcessHandle.current().pid()),
                draft.id().orElseGet(() -> UUID.randomUUID().toString()));
    }

    /** The intent's name, {@code SESSION/ID}. */
    String name() {
        return session + "/" + id;
    }

    /**
     * Runs it, and prints what it writes as it comes.
     *
     * @return its verified token
     */
    Token run(Draft draft, TokenSource tokens) throws IOException, Trouble, TokenRejected {
        send(frame(draft));
        try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(socket.getInputStream())) {
            while (lines.hasNextValue()) {
                JsonNode line = lines.nextValue();
                if (line.path("channel_id").asInt() == CHANNEL) {
                    if (!line.has("stream")) {
                        return ended(line, draft, tokens);
                    }
                    print(line.path("stream").asText().equals("stderr"), line.path("encoding"), line.path("data"));
                }
            }
        }
        throw new Trouble(
                Exit.UNAVAILABLE,
                "the node ended the connection before the token of " + name() + " came",
                "airlock status");
    }

    /** The files that came with its token, as they came. */
    List<NamedFile> files() {
        return List.copyOf(files);
    }

    private ObjectNode frame(Draft draft) {
        ObjectNode frame = JSON.createObjectNode()
                .put("channel_id", CHANNEL)
                .put("intent", draft.intent())
                .put("from_aint", System.getProperty("user.name", "nobody") + ".aint")
                .put("session", session)
                .put("id", id)
                .put("timeout_millis", draft.timeoutMillis())
                .put("memory_mib", draft.memoryMib())
                .put("backend", draft.backend().name().toLowerCase(Locale.ROOT))
                .put("stream", true)
                .put("cancel_on_close", true)
                .put("payload", new String(draft.payload().toArray(), StandardCharsets.UTF_8));
        draft.origin().ifPresent(origin -> frame.put("origin", origin.name().toLowerCase(Locale.ROOT)));
        if (!draft.inputs().isEmpty()) {
            ArrayNode inputs = frame.putArray("inputs");
            for (NamedFile file : draft.inputs()) {
                inputs.addObject()
                        .put("name", file.name())
                        .put(
                                "data",
                                Base64.getEncoder()
                                        .encodeToString(file.content().toArray()));
            }
        }
        if (!draft.outputs().isEmpty()) {
            draft.outputs().forEach(frame.putArray("outputs")::add);
        }
        draft.delegation().ifPresent(chain -> frame.put("delegation", Delegations.text(chain)));
        return frame;
    }

    private synchronized void send(ObjectNode frame) throws IOException {
        socket.getOutputStream().write(JSON.writeValueAsBytes(frame));
        socket.getOutputStream().flush();
    }

    /** Asks for its end; the answer and the token say what became of it. Any thread. */
    void cancel() throws IOException {
        send(JSON.createObjectNode()
                .put("channel_id", CANCEL_CHANNEL)
                .put("session", session)
                .put("cancel", id));
    }

    private Token ended(JsonNode answer, Draft draft, TokenSource tokens) throws Trouble, TokenRejected {
        JsonNode output = answer.path("output");
        if (output.isObject()) {
            print(false, output.path("encoding"), output.path("stdout"));
            print(true, output.path("encoding"), output.path("stderr"));
            for (JsonNode file : output.path("files")) {
                files.add(file(file));
            }
        }
        if (!answer.path("tibet_provenance").isObject()) {
            throw new Trouble(Exit.UNAVAILABLE, answer.path("note").asText("there is no token"), "airlock tokens");
        }
        Token token = tokens.readJson(answer.path("tibet_provenance").toString().getBytes(StandardCharsets.UTF_8));
        requireItIsFor(draft, token);
        if (token.content().erin() instanceof Erin.Refused) {
            requireNothing(printed() > 0, token);
        }
        requireItsHash(token);
        return token;
    }

    private static NamedFile file(JsonNode file) throws Trouble {
        try {
            return new NamedFile(
                    file.path("name").asText(),
                    Bytes.of(Base64.getDecoder().decode(file.path("data").asText())));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.FAULT, "the node sent what is no file: " + e.getMessage(), "airlock status");
        }
    }

    private int printed() {
        return stdout.size() + stderr.size();
    }

    /** A refusal of the listener itself has a name of its own, so that the same intent can be tried again; nothing else has. */
    private void requireItIsFor(Draft draft, Token token) throws Trouble {
        UnsealedToken said = token.content();
        boolean ofTheFrame = said.erin() instanceof Erin.Refused
                && said.eraan().key().id().startsWith("frame-")
                && said.eraan().payloadHash().isEmpty();
        Optional<Sha256> sent = Optional.of(Sha256.of(draft.payload().toArray()));
        boolean mine = said.eraan().key().equals(new IntentKey(session, id))
                && said.intent().equals(draft.intent())
                && said.eraan().payloadHash().equals(sent);
        if (!mine && !ofTheFrame) {
            throw new Trouble(
                    Exit.FAULT,
                    "token " + token.id() + " is not for what was sent: it is for " + said.intent() + " of "
                            + said.eraan().key().text(),
                    "airlock tokens");
        }
    }

    private void requireNothing(boolean printed, Token token) throws Trouble {
        if (printed) {
            throw new Trouble(
                    Exit.FAULT,
                    "output came of what token " + token.id() + " says was not run",
                    "airlock outputs " + name());
        }
    }

    private void print(boolean error, JsonNode encoding, JsonNode data) {
        byte[] bytes = encoding.asText().equals("base64")
                ? Base64.getDecoder().decode(data.asText())
                : data.asText().getBytes(StandardCharsets.UTF_8);
        (error ? stderr : stdout).writeBytes(bytes);
        PrintStream to = error ? System.err : System.out;
        to.writeBytes(bytes);
        to.flush();
    }

    /** All that was printed is what the token has the hash of. */
    private void requireItsHash(Token token) throws Trouble {
        Optional<Output> said = token.content().erin().written();
        Sha256 printed = Sha256.of(stdout.toByteArray(), stderr.toByteArray());
        if (said.isPresent() && !said.get().hash().equals(printed)) {
            throw new Trouble(
                    Exit.FAULT,
                    "what was printed is not what token " + token.id() + " has the hash of",
                    "airlock outputs " + name());
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
