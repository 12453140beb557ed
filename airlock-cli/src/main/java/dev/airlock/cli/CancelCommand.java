package dev.airlock.cli;

import dev.airlock.node.Caller;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Ledger;
import dev.airlock.node.NodeFile;
import dev.airlock.provenance.Token;
import dev.airlock.road.Bus;
import dev.airlock.road.Tail;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Ends an intent's run, or keeps it from beginning, and waits for its token.",
        footer = {
            "",
            "Only who sent an intent, and an operator, may cancel it. What a frame brought is named SESSION/ID,",
            "or, while it is under way, by its id alone.",
            "A name with more than one slash is looked for on the bus first; with --session nothing is.",
            "Exit codes: 0 it is cancelled; 1 it had ended, or ended by itself; 2 no such intent; 3 it is another's; 7 no token came.",
            "",
            "  airlock cancel 3f0c7d7e-0b0e-4f5e-9a53-6f0b6f5d2d11",
            "  airlock cancel agent-7/nightly --as operator",
            "  airlock cancel --session team/agent-7 nightly"
        })
final class CancelCommand implements Callable<Integer> {
    private static final Duration READING = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** How long one waits for the reading before one looks whether the token is there. */
    private static final Duration GLANCE = Duration.ofMillis(50);
    /** For an intent that nothing on the bus tells of: a frame's, or none at all. */
    private static final Duration PATIENCE_IN_THE_DARK = Duration.ofSeconds(5);

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ID", description = "The intent's id, or SESSION/ID.")
    private String id;

    @Option(
            names = "--session",
            paramLabel = "SESSION",
            description = "The intent's session; ID is then its id and nothing else.")
    private Optional<String> session;

    @Option(
            names = "--as",
            paramLabel = "KEY",
            defaultValue = "local",
            description = "Whose key signs: local (the default) or operator.")
    private String signer;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A principal's secret key that signs, as it did for the intent.")
    private Optional<Path> file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var by = new Signer(signer, file);
        var _ = by.origin();
        DataDirectory directory = data.directory();
        NodeFile node = NodeFile.running(directory)
                .orElseThrow(() -> new Trouble(
                        Exit.UNAVAILABLE, "no node runs on " + directory.root() + ", so nothing does", "airlock up"));
        KeyFiles keys = new KeyFiles(directory.keys(), new SecureRandom());
        try (Caller caller = Caller.open(Bus.at(node.bootstrap()))) {
            return cancel(node, caller, by.key(directory), keys.ring(), TokenSource.of(directory));
        } catch (Caller.Unreachable e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock status");
        }
    }

    private int cancel(NodeFile node, Caller caller, SigningKey key, KeyRing ring, TokenSource tokens)
            throws InterruptedException, Trouble, Caller.Unreachable {
        Bus bus = Bus.at(node.bootstrap());
        CallerKeys known = id -> id.equals(key.id())
                ? new Standing.Speaks(new Speaker(signer, Origin.OPERATOR), key.verifyingKey())
                : ring.of(id);
        Optional<IntentKey> certain = certain();
        Instant asked = Instant.now().truncatedTo(ChronoUnit.MICROS);
        IntentKey intent = certain.isPresent() ? certain.get() : sought(node, known, key);
        // First of all: nothing that lies on the bus, and no time that reading takes, keeps it from being sent.
        caller.cancel(intent, key, Instant.now().truncatedTo(ChronoUnit.MICROS));
        Ends ends = new Ends(intent, tokens);
        try (Tail tail = Tail.fromBeginning(bus, Station.CONSOLE, Topic.TOKENS, record -> ends.hear(record.value()))) {
            Set<Optional<KeyId>> senders = sent(bus, known, intent::equals).getOrDefault(intent, Set.of());
            return told(intent, key, asked, senders, ends, tail);
        }
    }

    private int told(
            IntentKey intent, SigningKey key, Instant asked, Set<Optional<KeyId>> senders, Ends ends, Tail tail)
            throws InterruptedException, Trouble {
        boolean known = !senders.isEmpty();
        // What is on the bus has its token from there; a fast lane's of the same name is another's.
        Set<Lane> lanes = known ? Set.of(Lane.BUS) : Set.of(Lane.BUS, Lane.FAST);
        long most = System.nanoTime() + READING.toNanos();
        while (ends.of(lanes).isEmpty() && System.nanoTime() < most && !tail.awaitCaughtUp(GLANCE)) {
            // Both may come first: the token, or the end of what there is.
        }
        if (ends.of(lanes).isEmpty()) {
            requireMine(intent, key, senders);
        }
        Duration patience = known ? PATIENCE : PATIENCE_IN_THE_DARK;
        Token token = ends.await(lanes, patience.toMillis()).orElseThrow(() -> unanswered(known, intent, patience));
        if (token.content().timestamp().isBefore(asked)) {
            tell("it has ended already, and nothing was cancelled", token);
            return Exit.PROGRAM_FAILED;
        }
        boolean cancelled = TokenText.exitOf(token) == Exit.CANCELLED;
        tell(cancelled ? "cancelled" : "it ended by itself before it could be cancelled", token);
        return cancelled ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private boolean mayAll() {
        return file.isEmpty() && signer.equals("operator");
    }

    private Optional<IntentKey> certain() throws Trouble {
        try {
            return new CancelName(session, id).certain();
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock cancel --help");
        }
    }

    private IntentKey sought(NodeFile node, CallerKeys known, SigningKey key) throws InterruptedException, Trouble {
        CancelName name = new CancelName(session, id);
        Map<IntentKey, Set<Optional<KeyId>>> sent = sent(Bus.at(node.bootstrap()), known, name::mayMean);
        // Nobody's intent of the same id on the bus keeps one's own on the fast lane from being found.
        boolean mine = sent.values().stream().anyMatch(signers -> signers.contains(Optional.of(key.id())));
        Optional<IntentKey> fast = sent.isEmpty() || !(mine || mayAll()) ? fast(node) : Optional.empty();
        if (fast.isPresent()) {
            return fast.get();
        }
        return name.among(sent.keySet(), one -> mayAll() || sent.get(one).contains(Optional.of(key.id())));
    }

    /** What the bus has never seen may be on the node's fast lane, where this machine's user is known by his connection and not by a file's key. */
    private Optional<IntentKey> fast(NodeFile node) throws Trouble {
        if (file.isPresent() || node.mux().isEmpty()) {
            return Optional.empty();
        }
        try {
            return MuxCancel.byId(node.mux(), id);
        } catch (IOException e) {
            throw new Trouble(
                    Exit.UNAVAILABLE,
                    "no intent " + id + " is on the bus, and the MUX at " + node.mux() + " did not say: "
                            + e.getMessage(),
                    "airlock status");
        }
    }

    private static Trouble unanswered(boolean known, IntentKey intent, Duration patience) {
        return known
                ? new Trouble(
                        Exit.UNAVAILABLE,
                        intent.text() + " is to be cancelled, and no token came within " + patience.toSeconds()
                                + " s; it comes when its turn in its session does",
                        "airlock tokens")
                : new Trouble(
                        Exit.USAGE,
                        "nothing is known of " + intent.text() + ", and no token came within " + patience.toSeconds()
                                + " s; should it come after all, it will not be run",
                        "airlock tokens shows what has ended");
    }

    private void tell(String what, Token token) {
        spec.commandLine().getErr().println("airlock: " + what);
        spec.commandLine().getErr().println(TokenText.line(token));
        spec.commandLine().getErr().flush();
    }

    /** A courtesy: who may cancel, the executor decides. */
    private void requireMine(IntentKey intent, SigningKey key, Set<Optional<KeyId>> senders) throws Trouble {
        if (!mayAll() && !senders.isEmpty() && !senders.contains(Optional.of(key.id()))) {
            throw new Trouble(
                    Exit.REFUSED,
                    intent.text() + " was sent by another; only he or an operator may cancel it",
                    "airlock cancel --session " + intent.session() + " " + intent.id() + " --as operator");
        }
    }

    /** Who signed those intents on the bus that may be meant: several, if several sent one of the same name. */
    private static Map<IntentKey, Set<Optional<KeyId>>> sent(Bus bus, CallerKeys known, Predicate<IntentKey> meant)
            throws InterruptedException {
        Map<IntentKey, Set<Optional<KeyId>>> found = new HashMap<>();
        Ledger.read(bus, Topic.INTENTS, READING, record -> {
            if (Intents.open(record.value(), known) instanceof Good<Intents.Opened>(Intents.Opened opened)
                    && meant.test(opened.intent().key())) {
                found.computeIfAbsent(opened.intent().key(), _ -> new HashSet<>())
                        .add(signer(opened));
            }
        });
        return found;
    }

    private static Optional<KeyId> signer(Intents.Opened opened) {
        return opened.caller() instanceof Intents.Caller.Known(var _, KeyId key) ? Optional.of(key) : Optional.empty();
    }
}
