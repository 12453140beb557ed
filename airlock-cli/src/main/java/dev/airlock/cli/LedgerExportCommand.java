package dev.airlock.cli;

import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.segments.SegmentManifest;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes the tokens topic to compressed segments with a signed manifest, to be kept when the topic is cut.",
        footer = {
            "",
            "Records are written as they are; what does not verify is told and written too. `airlock verify --segments DIR` verifies",
            "segments and topic as one, `airlock ledger import DIR` keeps them in a data directory."
        })
final class LedgerExportCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(60);

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "A directory that is not there, or is empty.")
    private Path out;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only what was taken up then or later, as 2026-01-01T00:00:00Z.")
    private Optional<String> from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only what was taken up before.")
    private Optional<String> to;

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            description = "The secret key that signs the manifest; by default the operator's of the data directory.")
    private Optional<Path> signer;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Instant begin = time("--from", from, Instant.EPOCH);
        Instant end = time("--to", to, Instant.MAX);
        requireEmpty();
        SegmentManifest manifest;
        long findings;
        try (Reach reach = TokenSource.reach(data.directory());
                var export = new SegmentExport(out, TokenSource.of(data.directory()), begin, end)) {
            Files.createDirectories(out);
            if (!Ledger.read(reach.bus(), Topic.TOKENS, PATIENCE, export::take)) {
                throw new Trouble(Exit.UNAVAILABLE, "the topic was not read to its end", "airlock health");
            }
            manifest = export.finish(Instant.now());
            findings = export.findings();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (manifest.segments().isEmpty()) {
            throw new Trouble(Exit.USAGE, "there are no tokens of that time", "airlock tokens");
        }
        var key = new Signer("operator", signer).key(data.directory());
        Files.writeString(out.resolve(SegmentManifest.FILE), manifest.sign(key) + "\n");
        summary(manifest, findings);
        return findings == 0 ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private static Instant time(String option, Optional<String> text, Instant otherwise) throws Trouble {
        try {
            return text.map(Instant::parse).orElse(otherwise);
        } catch (DateTimeException e) {
            throw new Trouble(
                    Exit.USAGE,
                    option + " is a time such as 2026-01-01T00:00:00Z, not " + text.orElse(""),
                    "airlock ledger export --help");
        }
    }

    private void requireEmpty() throws IOException, Trouble {
        if (Files.isDirectory(out)) {
            try (Stream<Path> inside = Files.list(out)) {
                if (inside.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(out)) {
            throw new Trouble(Exit.USAGE, out + " is there already and not empty", "--out with another name");
        }
    }

    private void summary(SegmentManifest manifest, long findings) {
        long records = manifest.segments().stream()
                .mapToLong(segment -> segment.count())
                .sum();
        Map<String, Object> words = Map.of(
                "segments",
                manifest.segments().size(),
                "records",
                records,
                "findings",
                findings,
                "directory",
                out.toString());
        spec.commandLine()
                .getOut()
                .println(
                        json.asked()
                                ? JsonOption.line(words)
                                : "%d records in %d segments, %d findings: %s"
                                        .formatted(records, manifest.segments().size(), findings, out));
    }
}
