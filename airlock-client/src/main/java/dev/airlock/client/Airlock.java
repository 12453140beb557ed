package dev.airlock.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Hashes;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/**
 * A node as a program sees it. Nothing is sent, and no connection opened, that the posture set here forbids. Safe for any thread.
 *
 * <p>The node decides again, and by who is really asking; this is the near end of the same rule.
 */
public final class Airlock implements AutoCloseable {
    /** Where a node's MUX is if nobody says otherwise. */
    public static final URI HERE = URI.create("mux://127.0.0.1:4430");

    private static final int MUX_PORT = 4430;

    private final Door door;
    private final Optional<TokenReader> trusted;
    private final String fromAint;
    private final InstantSource clock;
    private final String session = "client." + UUID.randomUUID();
    private final List<Consumer<Token>> subscribers = new CopyOnWriteArrayList<>();
    private volatile Optional<PostureDecision> posture = Optional.empty();

    private Airlock(Door door, Optional<TokenReader> trusted, String fromAint, InstantSource clock) {
        this.door = door;
        this.trusted = trusted;
        this.fromAint = fromAint;
        this.clock = clock;
    }

    /**
     * How to reach a node, and whom to believe.
     *
     * @param node {@code mux://HOST:PORT}, {@code http://HOST:PORT} or {@code https://HOST:PORT}
     * @param keys whose tokens are believed; without them answers are not proven
     * @param fromAint who asks, in the caller's own words, 1 to 256 characters
     * @param answerTime the longest wait for an answer
     */
    public record Settings(URI node, Optional<KeyRing> keys, String fromAint, Duration answerTime) {
        /** The MUX of this machine's node, with these keys. */
        public static Settings here(KeyRing keys) {
            return new Settings(HERE, Optional.of(keys), "airlock-client", Duration.ofMinutes(2));
        }

        /** The MUX of this machine's node, whose answers are not proven. */
        public static Settings here() {
            return new Settings(HERE, Optional.empty(), "airlock-client", Duration.ofMinutes(2));
        }

        /** The same at another address. */
        public Settings at(URI other) {
            return new Settings(other, keys, fromAint, answerTime);
        }
    }

    /**
     * Gets ready; a connection is opened by the first intent.
     *
     * @throws IllegalArgumentException if the address is of no kind that is known
     */
    public static Airlock connect(Settings settings) {
        return connect(settings, SocketFactory.getDefault(), HttpClient::newHttpClient);
    }

    /** The same with an HTTP client of one's own, for example with a client certificate; it is closed with this. */
    public static Airlock connect(Settings settings, HttpClient http) {
        return connect(settings, SocketFactory.getDefault(), () -> http);
    }

    static Airlock connect(Settings settings, SocketFactory sockets, Supplier<HttpClient> http) {
        URI node = settings.node();
        Door door =
                switch (String.valueOf(node.getScheme())) {
                    case "mux" ->
                        new MuxDoor(
                                node.getHost(),
                                node.getPort() < 0 ? MUX_PORT : node.getPort(),
                                sockets,
                                settings.answerTime());
                    case "http", "https" -> new HttpDoor(node, http, settings.answerTime());
                    default ->
                        throw new IllegalArgumentException(
                                "the node's address is " + node + "; it must begin with mux://, http:// or https://");
                };
        return new Airlock(door, settings.keys().map(TokenReader::new), settings.fromAint(), InstantSource.system());
    }

    /** The one-shot: runs one intent on this machine's node, whose answer is not proven, and waits for it. */
    public static Answer runHere(String intent, String payload) {
        try (Airlock airlock = connect(Settings.here())) {
            return airlock.run(intent, payload);
        }
    }

    /** From here on this posture holds. */
    public void setPosture(PostureDecision decision) {
        posture = Optional.of(decision);
    }

    /** The posture that holds; empty if none was set, and then everything is left to the node. */
    public Optional<PostureDecision> posture() {
        return posture;
    }

    /**
     * Has {@code payload} run and tells how it ended. The stage fails with an {@link AnswerRejected} if what came back is no answer to this,
     * and with an {@link java.io.IOException} if the node cannot be reached.
     *
     * @param origin as what this is to be treated; the node may lower it
     * @throws AirlockPostureDenied at once, and nothing is sent
     */
    public CompletableFuture<Answer> execute(String intent, String payload, Origin origin) {
        return execute(intent, payload, Optional.of(origin));
    }

    /**
     * The same for a caller who leaves it to the node who he is. Since that is not known here, a posture takes him for external AI.
     *
     * @throws AirlockPostureDenied at once, and nothing is sent
     */
    public CompletableFuture<Answer> execute(String intent, String payload) {
        return execute(intent, payload, Optional.empty());
    }

    private CompletableFuture<Answer> execute(String intent, String payload, Optional<Origin> origin) {
        check(intent, origin.orElse(Origin.EXTERNAL_AI));
        String id = UUID.randomUUID().toString();
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ObjectNode frame = Json.MAPPER
                .createObjectNode()
                .put("channel_id", 1)
                .put("intent", intent)
                .put("from_aint", fromAint)
                .put("payload", payload)
                .put("session", session)
                .put("id", id);
        origin.ifPresent(one -> frame.put("origin", one.name().toLowerCase(Locale.ROOT)));
        var asked = new Asked(new IntentKey(session, id), intent, Hashes.sha256(bytes));
        return ask(asked, () -> door.frame(bytes(frame)));
    }

    /**
     * Has a signed intent run, by a node's HTTP ingress.
     *
     * @throws AirlockPostureDenied at once, and nothing is sent
     */
    public CompletableFuture<Answer> execute(SignedIntent signed) {
        check(signed.intent().intent(), signed.intent().origin());
        return ask(signed.asked(), () -> door.signed(signed.envelope()));
    }

    /**
     * {@link #execute(String, String)}, and waits.
     *
     * @throws AirlockPostureDenied at once, and nothing is sent
     * @throws AnswerRejected if what came back is no answer to this
     * @throws CompletionException if the node cannot be reached
     */
    public Answer run(String intent, String payload) {
        return awaited(execute(intent, payload));
    }

    /** The same with an origin. */
    public Answer run(String intent, String payload, Origin origin) {
        return awaited(execute(intent, payload, origin));
    }

    private static Answer awaited(CompletableFuture<Answer> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AnswerRejected rejected) {
                throw rejected;
            }
            throw e;
        }
    }

    /**
     * Has this told every verified token of what is executed here, as its answer comes; it must not block.
     *
     * @return ends that when it is closed
     */
    public Subscription subscribe(Consumer<Token> told) {
        subscribers.add(told);
        return () -> subscribers.remove(told);
    }

    /** Somebody who is told of tokens. */
    public interface Subscription extends AutoCloseable {
        /** Nothing more is told. */
        @Override
        void close();
    }

    private void check(String intent, Origin origin) {
        posture.ifPresent(decision -> decision.denying(origin, clock.instant()).ifPresent(by -> {
            throw new AirlockPostureDenied(by, decision.at(clock.instant()), decision.verdictId(), origin, intent);
        }));
    }

    private CompletableFuture<Answer> ask(Asked asked, Supplier<CompletableFuture<byte[]>> sending) {
        long begun = System.nanoTime();
        return sending.get().thenApply(bytes -> {
            Answer answer = AnswerReader.read(bytes, asked, trusted, (System.nanoTime() - begun) / 1e6);
            if (answer.token() instanceof Provenance.Verified(Token token)) {
                subscribers.forEach(one -> one.accept(token));
            }
            return answer;
        });
    }

    private static byte[] bytes(ObjectNode frame) {
        try {
            return Json.MAPPER.writeValueAsBytes(frame);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
