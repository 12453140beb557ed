package dev.airlock.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.executor.TestGround;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.Recipe;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A real node for tests: broker, every service, a real image. One is shared by all tests of a JVM that leave it as it was. */
public final class TestNode implements AutoCloseable {
    /** Longer than any run of a test on a busy machine. */
    public static final Duration PATIENCE = TestGround.patience(Duration.ofSeconds(60));

    private final Path folder;
    private final DataDirectory data;
    private final Node node;
    private final Caller caller;
    private final KeyFiles keys;

    /** What an intent became. */
    public record Answer(Token token, Optional<Output> output) {
        /** Standard output as text. */
        public String printed() {
            return new String(output.orElseThrow().stdout().toArray(), StandardCharsets.UTF_8);
        }
    }

    private TestNode(Path folder, boolean shared) {
        this.folder = folder;
        this.data = new DataDirectory(folder.resolve("data"));
        this.keys = new KeyFiles(data.keys(), new SecureRandom());
        try {
            if (!shared || TestGround.isReady()) {
                TestGround.images(data.images(), List.of(Recipe.PYTHON));
            }
            node = Node.start(data, new NodeOptions(0, 0, 2, shared, shared), _ -> {});
            caller = Caller.open(node.bus());
        } catch (NodeRefused | Caller.Unreachable | IOException | ImageRejected e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Shared {
        static final TestNode NODE = start();

        private static TestNode start() {
            var node = new TestNode(temporary(), true);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(node::remove));
            return node;
        }
    }

    /** The node of this JVM; commands find it. Leave its posture and its keys alone. */
    public static TestNode shared() {
        return Shared.NODE;
    }

    /** A node on {@code folder}, which may have had one before; without the simulation, and commands do not find it. */
    public static TestNode on(Path folder) {
        return new TestNode(folder, false);
    }

    /** Ends the test loudly where no guest can run. */
    public static void needsKvm() {
        Path kvm = Path.of("/dev/kvm");
        boolean usable = Files.isReadable(kvm) && Files.isWritable(kvm);
        if (!usable) {
            System.err.println("SKIPPED: /dev/kvm is not usable here, so no real guest ran");
        }
        assumeTrue(usable, "/dev/kvm is not usable here");
    }

    public DataDirectory data() {
        return data;
    }

    public Bus bus() {
        return node.bus();
    }

    public Caller caller() {
        return caller;
    }

    /** One of the data directory's secret keys. */
    public SigningKey key(String name) {
        try {
            return keys.loadOrCreate(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys that the data directory trusts. */
    public KeyRing ring() {
        try {
            return keys.ring();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An intent of the local user in a session of its own. */
    public static Intent intent(String name, String payload) {
        return intent(name, payload, Origin.LOCAL, Backend.ANY, 10_000);
    }

    public static Intent intent(String name, String payload, Origin origin, Backend backend, int timeoutMillis) {
        String id = UUID.randomUUID().toString();
        return new Intent(
                id,
                "session-" + id,
                name,
                "test.aint",
                origin,
                Lane.BUS,
                "",
                Bytes.of(payload.getBytes(StandardCharsets.UTF_8)),
                timeoutMillis,
                0,
                backend,
                Instant.now(),
                id);
    }

    /** Runs a program as the local user. */
    public Answer run(String program) throws Exception {
        return call(intent("code:execute", program));
    }

    public Answer call(Intent intent) throws Exception {
        return call(intent, key("local"));
    }

    /** Publishes, waits for the token, verifies it, and waits for the output of what ran. */
    public Answer call(Intent intent, SigningKey signer) throws Exception {
        TokenRecord record = caller.call(intent, signer, PATIENCE)
                .orElseThrow(() -> new AssertionError("no token for " + intent.key()));
        Token token = verified(record);
        boolean wrote = token.content().eromheen().times().started().isPresent();
        if (!wrote) {
            caller.forget(intent.key());
        }
        return new Answer(
                token,
                wrote ? caller.outputOf(intent.key(), TestGround.patience(Duration.ofSeconds(5))) : Optional.empty());
    }

    public Token verified(TokenRecord record) throws TokenRejected {
        return new TokenReader(ring()).read(record);
    }

    @Override
    public void close() {
        caller.close();
        node.close();
    }

    private void remove() {
        close();
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path one : deepestFirst) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println(folder + " is left behind: " + e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("airlock-test-node");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
