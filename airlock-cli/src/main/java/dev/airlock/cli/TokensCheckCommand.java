package dev.airlock.cli;

import dev.airlock.provenance.export.Dsse;
import dev.airlock.provenance.export.EnvelopeRejected;
import dev.airlock.provenance.foreign.Adoption;
import dev.airlock.provenance.foreign.ForeignRejected;
import dev.airlock.provenance.foreign.Lineage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Verifies tokens in a file, one a line: ours, as in-toto attestations or CloudEvents, tibet-core's and the IETF draft's.",
        footer = {
            "",
            "tibet-core's tokens without a key prove nothing about who wrote them, and do not bind their parents; `airlock tokens",
            "import` binds them, and --against then finds an ancestor that was replaced. Exit code 0 only when every line verifies",
            "and there is one."
        })
final class TokensCheckCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Mixin
    private ForeignKeys keys;

    @Parameters(paramLabel = "FILE", description = "JSON, one token a line.")
    private Path file;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "airlock, intoto, cloudevents, tibet-core or ietf; told apart line by line if not given.")
    private Optional<String> form;

    @Option(names = "--against", paramLabel = "RECORD", description = "What airlock tokens import wrote.")
    private Optional<Path> record;

    @Option(names = "--trace", paramLabel = "ID", description = "Show this token's ancestors, a hundred at most.")
    private Optional<String> traced;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Optional<TokenForm> wanted = form.isPresent() ? Optional.of(TokenForm.ofLabel(form.get())) : Optional.empty();
        TokenCheck check = keys.check(data.directory());
        Optional<Adoption> adoption =
                record.isPresent() ? Optional.of(adoption(record.get(), check)) : Optional.empty();
        var report = new TokenReport(spec, json.asked());
        TokenFile read = TokenFile.read(file, wanted, check, report);
        if (adoption.isPresent()) {
            for (Lineage.Finding finding : read.lineage().findings(adoption.get())) {
                read.wrong(finding, report);
            }
        }
        traced.ifPresent(id -> trace(read.lineage().walk(id)));
        report.summary(read);
        return read.whole() ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private static Adoption adoption(Path path, TokenCheck check) throws IOException, Trouble {
        if (!Files.isRegularFile(path)) {
            throw new Trouble(
                    Exit.USAGE, "--against: " + path + " cannot be read", "airlock tokens import FILE --out RECORD");
        }
        try {
            return Adoption.read(Dsse.open(Files.readAllBytes(path), Adoption.PAYLOAD_TYPE, check.exporters()));
        } catch (EnvelopeRejected | ForeignRejected e) {
            throw new Trouble(
                    Exit.PROGRAM_FAILED, path + " is no record to be trusted: " + e.getMessage(), "--key FILE.pub");
        }
    }

    private void trace(Lineage.Walk walk) {
        PrintWriter out = spec.commandLine().getOut();
        walk.tokens().forEach(token -> {
            Map<String, Object> words = Map.of("ancestor", token.id(), "hash", token.hash(), "actor", token.actor());
            out.println(json.asked() ? JsonOption.line(words) : "  " + token.id() + " " + token.hash());
        });
        Map<String, Object> end = Map.of("trace_end", walk.end().name());
        out.println(json.asked() ? JsonOption.line(end) : "  trace ends: " + walk.end());
    }
}
