package dev.airlock.cli;

import dev.airlock.node.Caller;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Ledger;
import dev.airlock.node.NodeFile;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.Inbound;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
            "Only who sent an intent, and an operator, may cancel it. What a frame brought is named SESSION/ID.",
            "Exit codes: 0 it is cancelled; 1 it had ended, or ended by itself; 2 no such intent; 3 it is another's; 7 no token came.",
            "",
            "  airlock cancel 3f0c7d7e-0b0e-4f5e-9a53-6f0b6f5d2d11",
            "  airlock cancel agent-7/nightly --as operator"
        })
final class CancelCommand implements Callable<Integer> {
    private static final Duration READING = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** For an intent that nothing on the bus tells of: a frame's, or none at all. */
    private static final Duration PATIENCE_IN_THE_DARK = Duration.ofSeconds(5);

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ID", description = "The intent's id, or SESSION/ID.")
    private String id;

    @Option(
            names = "--as",
            paramLabel = "KEY",
            defaultValue = "local",
            description = "Whose key signs: local (the default) or operator.")
    private String signer;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!Set.of("local", "operator").contains(signer)) {
            throw new Trouble(Exit.USAGE, "--as is local or operator, not " + signer, "airlock cancel --help");
        }
        DataDirectory directory = data.directory();
        NodeFile node = NodeFile.running(directory)
                .orElseThrow(() -> new Trouble(
                        Exit.UNAVAILABLE, "no node runs on " + directory.root() + ", so nothing does", "airlock up"));
        KeyFiles keys = new KeyFiles(directory.keys(), new SecureRandom());
        try (Caller caller = Caller.open(Bus.at(node.bootstrap()))) {
            return cancel(Bus.at(node.bootstrap()), caller, keys, TokenSource.of(directory));
        } catch (Caller.Unreachable e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock status");
        } catch (TokenRejected e) {
            throw new Trouble(Exit.FAULT, "the token does not verify: " + e.getMessage(), "airlock verify --all");
        }
    }

    private int cancel(Bus bus, Caller caller, KeyFiles keys, TokenSource tokens)
            throws IOException, InterruptedException, Trouble, Caller.Unreachable, TokenRejected {
        SigningKey key = keys.loadOrCreate(signer);
        Map<IntentKey, Optional<KeyId>> sent = sent(bus, keys.ring());
        Set<IntentKey> ended = new HashSet<>(ended(bus).keySet());
        IntentKey intent = one(sent.keySet(), ended);
        // Entered before the tokens are read again, so that none falls between the two.
        var expected = caller.expect(intent).toCompletableFuture();
        Optional<TokenRecord> before = Optional.ofNullable(ended(bus).get(intent));
        if (before.isPresent()) {
            tell("it has ended already, and nothing was cancelled", tokens.read(before.get()));
            return Exit.PROGRAM_FAILED;
        }
        requireMine(sent, intent, key);
        caller.cancel(intent, key, Instant.now());
        Duration patience = sent.containsKey(intent) ? PATIENCE : PATIENCE_IN_THE_DARK;
        try {
            Token token = tokens.read(expected.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            boolean cancelled = TokenText.exitOf(token) == Exit.CANCELLED;
            tell(cancelled ? "cancelled" : "it ended by itself before it could be cancelled", token);
            return cancelled ? Exit.FINE : Exit.PROGRAM_FAILED;
        } catch (TimeoutException e) {
            throw unanswered(sent.containsKey(intent), intent, patience);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
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
    private void requireMine(Map<IntentKey, Optional<KeyId>> sent, IntentKey intent, SigningKey key) throws Trouble {
        Optional<KeyId> sender = sent.getOrDefault(intent, Optional.of(key.id()));
        if (!signer.equals("operator") && !sender.equals(Optional.of(key.id()))) {
            throw new Trouble(
                    Exit.REFUSED,
                    intent.text() + " was sent by another; only he or an operator may cancel it",
                    "airlock cancel " + intent.text() + " --as operator");
        }
    }

    private IntentKey one(Set<IntentKey> sent, Set<IntentKey> ended) throws Trouble {
        Set<IntentKey> all = new HashSet<>(sent);
        all.addAll(ended);
        if (all.size() > 1) {
            throw new Trouble(
                    Exit.USAGE,
                    all.size() + " intents are called " + id + ", in several sessions",
                    "airlock cancel " + all.iterator().next().text());
        }
        return all.isEmpty() ? unseen() : all.iterator().next();
    }

    private IntentKey unseen() throws Trouble {
        int slash = id.lastIndexOf('/');
        if (slash < 0) {
            throw new Trouble(
                    Exit.USAGE,
                    "no intent " + id + " is on the bus; one that a frame brought is named SESSION/ID",
                    "airlock tokens shows what has ended");
        }
        try {
            return new IntentKey(id.substring(0, slash), id.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock cancel --help");
        }
    }

    private boolean isMeant(IntentKey key) {
        return key.id().equals(id) || key.text().equals(id);
    }

    /** Who signed those intents on the bus that may be meant. */
    private Map<IntentKey, Optional<KeyId>> sent(Bus bus, KeyRing ring) throws InterruptedException {
        Map<IntentKey, Optional<KeyId>> found = new HashMap<>();
        Ledger.read(bus, Topic.INTENTS, READING, record -> sent(record, ring, found));
        return found;
    }

    private void sent(Inbound record, KeyRing ring, Map<IntentKey, Optional<KeyId>> found) {
        if (Intents.open(record.value(), ring) instanceof Good<Intents.Opened>(Intents.Opened opened)
                && isMeant(opened.intent().key())) {
            found.putIfAbsent(
                    opened.intent().key(),
                    opened.caller() instanceof Intents.Caller.Known(KeyRing.Holder _, KeyId key)
                            ? Optional.of(key)
                            : Optional.empty());
        }
    }

    private Map<IntentKey, TokenRecord> ended(Bus bus) throws InterruptedException {
        Map<IntentKey, TokenRecord> found = new HashMap<>();
        Ledger.read(bus, Topic.TOKENS, READING, record -> {
            if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)
                    && isMeant(token.key())) {
                found.put(token.key(), token);
            }
        });
        return found;
    }
}
