package dev.airlock.cli;

import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Hashes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "outputs",
        mixinStandardHelpOptions = true,
        description = "Prints what a program printed, as it is; kept for seven days.",
        footer = {
            "",
            "The hash is compared with the record's; that record's hash is in the token: see airlock verify ID."
        })
final class OutputsCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ID", description = "The intent's id, SESSION/ID, or the token's id.")
    private String id;

    @Option(
            names = "--save",
            paramLabel = "DIRECTORY",
            description =
                    "Save the files that it left below this directory, once its token says that they are the ones.")
    private Optional<Path> directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Output> found = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        try (Reach reach = TokenSource.reach(data.directory())) {
            Ledger.read(reach.bus(), Topic.OUTPUTS, PATIENCE, record -> collect(record, found));
            if (directory.isPresent() && found.size() == 1) {
                TokenSource source = TokenSource.of(data.directory());
                String wanted = found.getFirst().tokenId();
                Ledger.read(reach.bus(), Topic.TOKENS, PATIENCE, record -> collect(source, record, wanted, tokens));
            }
        }
        if (found.isEmpty()) {
            throw new Trouble(Exit.USAGE, "no output of " + id + " is kept", "airlock tokens shows what there is");
        }
        if (found.size() > 1) {
            throw new Trouble(
                    Exit.USAGE,
                    found.size() + " intents are called " + id + ", in several sessions",
                    "airlock outputs " + found.getFirst().key().text());
        }
        if (directory.isPresent()) {
            save(found.getFirst(), tokens);
        }
        return print(found.getFirst());
    }

    private static void collect(TokenSource source, Inbound record, String wanted, List<Token> tokens) {
        try {
            Token token = source.read(record);
            if (token.id().value().equals(wanted)) {
                tokens.add(token);
            }
        } catch (TokenRejected | TokenSource.MalformedRecord e) {
            // Not one that could vouch for anything; airlock verify names it.
        }
    }

    private void save(Output output, List<Token> tokens) throws IOException, Trouble {
        if (tokens.isEmpty()) {
            throw new Trouble(
                    Exit.FAULT,
                    "no token vouches for the files of " + id + "; nothing is saved",
                    "airlock verify --all");
        }
        for (NamedFile file : SavedFiles.verified(tokens.getFirst(), output.files())) {
            spec.commandLine().getErr().println("airlock: saved " + SavedFiles.save(directory.get(), file));
        }
    }

    private void collect(Inbound record, List<Output> found) {
        if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output output)
                && (output.intentId().equals(id)
                        || output.tokenId().equals(id)
                        || output.key().text().equals(id))) {
            found.add(output);
        }
    }

    private static int print(Output output) throws Trouble {
        if (!Hashes.output(output.stdout(), output.stderr()).equals(output.hash())) {
            throw new Trouble(
                    Exit.PROGRAM_FAILED, "the bytes are not those of their hash " + output.hash(), "airlock verify");
        }
        System.out.writeBytes(output.stdout().toArray());
        System.out.flush();
        System.err.writeBytes(output.stderr().toArray());
        System.err.flush();
        return Exit.FINE;
    }
}
