package dev.airlock.cli;

import dev.airlock.provenance.segments.Segment;
import dev.airlock.provenance.segments.SegmentBroken;
import dev.airlock.provenance.segments.SegmentManifest;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.road.keys.LooseKey;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Keeps exported segments in the data directory, where airlock verify finds them; only whole ones.",
        footer = {"", "Nothing is written to the bus: the topic stays as it is."})
final class LedgerImportCommand implements Callable<Integer> {
    private static final int NAME_DIGITS = 16;

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "DIR", description = "What airlock ledger export wrote.")
    private Path directory;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A public key of who may have signed the manifest, besides the operators of the data directory.")
    private List<Path> keys = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<VerifyingKey> trusted = ForeignKeys.operators(data.directory());
        for (Path key : keys) {
            trusted.add(LooseKey.published(key));
        }
        long records = 0;
        try {
            for (SegmentFolder folder : SegmentFolder.below(directory, trusted)) {
                records += keep(folder);
            }
        } catch (SegmentBroken e) {
            throw new Trouble(
                    Exit.PROGRAM_FAILED, e.reason() + ": " + e.getMessage(), "airlock ledger export, once more");
        }
        Path kept = data.directory().segments();
        Map<String, Object> words = Map.of("records", records, "kept", kept.toString());
        spec.commandLine()
                .getOut()
                .println(json.asked() ? JsonOption.line(words) : records + " records are kept in " + kept);
        return Exit.FINE;
    }

    /** Copies beside the place, and moves there what is whole: another process never sees a part. */
    private long keep(SegmentFolder folder) throws IOException, SegmentBroken {
        Path manifest = folder.directory().resolve(SegmentManifest.FILE);
        String name = Sha256.of(Files.readAllBytes(manifest)).value().substring("sha256:".length());
        Path place = data.directory().segments().resolve(name.substring(0, NAME_DIGITS));
        long[] records = {0};
        for (Segment segment : folder.manifest().segments()) {
            folder.read(segment, _ -> records[0]++);
        }
        if (!Files.isDirectory(place)) {
            Files.createDirectories(place.getParent());
            Path draft = Files.createTempDirectory(data.directory().root(), "segments-");
            for (Segment segment : folder.manifest().segments()) {
                Files.copy(folder.directory().resolve(segment.file()), draft.resolve(segment.file()));
            }
            Files.copy(manifest, draft.resolve(SegmentManifest.FILE));
            Files.move(draft, place);
        }
        return records[0];
    }
}
