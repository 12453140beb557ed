package dev.airlock.cli;

import dev.airlock.provenance.export.Dsse;
import dev.airlock.provenance.foreign.Adoption;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
                "Takes in the tokens of a foreign ledger: verifies them, and binds each to its parent's hash in a record that is signed.",
        footer = {
            "",
            "Nothing is written to the bus. `airlock tokens check FILE --against RECORD` finds later what was replaced or removed."
        })
final class TokensImportCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Mixin
    private ForeignKeys keys;

    @Parameters(paramLabel = "FILE", description = "JSON, one token a line, in tibet-core's form or the draft's.")
    private Path file;

    @Option(names = "--out", paramLabel = "RECORD", required = true, description = "Where the record goes; a new file.")
    private Path out;

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            description = "The secret key that signs the record; by default the operator's of the data directory.")
    private Optional<Path> signer;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var report = new TokenReport(spec, json.asked());
        TokenFile read = TokenFile.read(file, Optional.empty(), keys.check(data.directory()), report);
        report.summary(read);
        if (!read.whole()) {
            throw new Trouble(
                    Exit.PROGRAM_FAILED, "what does not verify is not taken in", "airlock tokens check " + file);
        }
        if (read.lineage().tokens().size() != read.valid()) {
            throw new Trouble(
                    Exit.USAGE,
                    "there are tokens of ours in the file; those bind their parents",
                    "airlock tokens check " + file);
        }
        Adoption adoption;
        try {
            adoption = read.lineage().adopt(Instant.now());
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "split -l " + Adoption.BONDS_MAX + " " + file);
        }
        var key = new Signer("operator", signer).key(data.directory());
        String envelope = Dsse.sign(Adoption.PAYLOAD_TYPE, adoption.bytes(), key);
        try {
            Files.write(out, (envelope + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new Trouble(Exit.USAGE, out + " is there already", "--out with another name");
        }
        Map<String, Object> words = Map.of("taken_in", adoption.bonds().size(), "record", out.toString());
        spec.commandLine()
                .getOut()
                .println(
                        json.asked() ? JsonOption.line(words) : adoption.bonds().size() + " tokens taken in: " + out);
        return Exit.FINE;
    }
}
