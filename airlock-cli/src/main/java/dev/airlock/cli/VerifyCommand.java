package dev.airlock.cli;

import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.segments.Segment;
import dev.airlock.provenance.segments.SegmentBroken;
import dev.airlock.provenance.segments.SegmentEntry;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.flow.Topic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Verifies tokens: canonical bytes, signature, key, chain, and one token per intent.",
        footer = {
            "",
            "Segments that airlock ledger import keeps in the data directory, and those of --segments, are verified first, and with the",
            "topic as one.",
            "Exit code 0 only when everything that was asked for is there and verifies; else 1."
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(arity = "0..1", paramLabel = "TOKEN", description = "A token's id, or an intent's.")
    private Optional<String> wanted;

    @Option(names = "--all", description = "Every token; the default.")
    private boolean all;

    @Option(
            names = "--segments",
            paramLabel = "DIR",
            description = "What airlock ledger export wrote; may be given again.")
    private List<Path> exports = List.of();

    @Spec
    private CommandSpec spec;

    private final Map<Integer, ChainVerifier> chains = new HashMap<>();
    private TokenSource source;
    private long tokens;
    private long matching;
    private long findings;

    @Override
    public Integer call() throws Exception {
        if (all && wanted.isPresent()) {
            throw new Trouble(Exit.USAGE, "give a token or --all, not both", "airlock verify " + wanted.get());
        }
        source = TokenSource.of(data.directory());
        SegmentArchive archive = new SegmentArchive(
                SegmentFolder.all(exports, data.directory(), spec.commandLine().getErr()::println));
        archive.read(new Archived());
        boolean complete;
        try (Reach reach = TokenSource.reach(data.directory())) {
            complete = Ledger.read(reach.bus(), Topic.TOKENS, Duration.ofMinutes(30), record -> look(archive, record));
        }
        long beyond =
                chains.values().stream().mapToLong(ChainVerifier::beyondWindow).sum();
        boolean fine = complete && findings == 0 && (wanted.isEmpty() || matching > 0);
        summary(complete, fine, beyond);
        return fine ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    /** What is in segments is looked at as what is on the bus. */
    private final class Archived implements SegmentArchive.Listener {
        @Override
        public void begins(int partition, List<ChainHead> heads) {
            heads.forEach(chains(partition)::resume);
        }

        @Override
        public void record(int partition, SegmentEntry entry) {
            judge(
                    partition,
                    entry.offset(),
                    "segments-" + partition + "@" + entry.offset(),
                    () -> source.read(entry.value().toArray(), Instant.ofEpochMilli(entry.appendedMillis())));
        }

        @Override
        public void ends(Segment segment) {
            if (!Set.copyOf(chains(segment.partition()).heads()).equals(Set.copyOf(segment.after()))) {
                finding(segment.file(), "its chains end elsewhere than its manifest says");
            }
        }

        @Override
        public void broken(SegmentBroken problem) {
            finding(problem.reason().name(), problem.getMessage());
        }
    }

    private void look(SegmentArchive archive, Inbound record) {
        if (!archive.spans(record.partition(), record.offset())) {
            judge(record.partition(), record.offset(), record.toString(), () -> source.read(record));
        } else if (!archive.holds(record.partition(), record.offset(), record.value())) {
            finding(record.toString(), "the segments have another record there, or none");
        }
    }

    /** A token that is still to be read. */
    private interface Reading {
        Token token() throws TokenRejected, TokenSource.MalformedRecord;
    }

    private ChainVerifier chains(int partition) {
        return chains.computeIfAbsent(partition, source::chains);
    }

    private void judge(int partition, long offset, String where, Reading reading) {
        tokens++;
        try {
            Token token = reading.token();
            if (wanted.isPresent() && isWanted(token)) {
                matching++;
                say(Map.of("token", token.id().value(), "verified", true), TokenText.line(token));
            }
            for (ChainFinding finding : chains(partition).next(token, offset)) {
                finding(where, finding.toString());
            }
        } catch (TokenRejected | TokenSource.MalformedRecord e) {
            finding(where, e.getMessage());
        }
    }

    private boolean isWanted(Token token) {
        return wanted.get().equals(token.id().value())
                || wanted.get().equals(token.content().eraan().key().id());
    }

    private void finding(String where, String text) {
        findings++;
        say(Map.of("record", where, "finding", text), where + ": " + text);
    }

    private void summary(boolean complete, boolean fine, long beyond) {
        say(
                Map.of(
                        "tokens",
                        tokens,
                        "chains",
                        chainCount(),
                        "findings",
                        findings,
                        "complete",
                        complete,
                        "duplicates_not_compared",
                        beyond,
                        "verified",
                        fine),
                "%d tokens in %d chains, %d findings: %s%s"
                        .formatted(tokens, chainCount(), findings, verdict(complete, fine), notCompared(beyond)));
    }

    /** What is verified is not wrong because of it; who wants to know that nothing is there twice has to ask for more. */
    private static String notCompared(long beyond) {
        return beyond == 0
                ? ""
                : "; NOT COMPARED: repetitions from more than %,d tokens back, which %,d tokens are by now; airlock audit compares all"
                        .formatted(ChainVerifier.WINDOW_TOKENS, beyond);
    }

    private long chainCount() {
        return chains.values().stream()
                .mapToLong(verifier -> verifier.heads().size())
                .sum();
    }

    private String verdict(boolean complete, boolean fine) {
        if (!complete) {
            return "NOT ALL WAS READ";
        }
        if (wanted.isPresent() && matching == 0) {
            return "NO TOKEN " + wanted.get();
        }
        return fine ? "verified" : "NOT VERIFIED";
    }

    private void say(Map<String, Object> forPrograms, String forPeople) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json.asked() ? JsonOption.line(forPrograms) : forPeople);
        out.flush();
    }
}
