package dev.airlock.cli;

import dev.airlock.node.Caller;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Images;
import dev.airlock.node.NodeFile;
import dev.airlock.node.NodeOptions;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Erin;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Hashes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
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
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Publishes an intent, waits for its token, and prints what the program printed.",
        footer = {
            "",
            "The program's output goes to standard output and error as it is, then one line on the token to standard error.",
            "Ctrl-C cancels the intent.",
            "Without a running node, one is started for this one intent on the same data directory.",
            "",
            "  airlock run code:execute 'print(sum(range(10)))'",
            "  airlock run code:execute --file job.py --timeout 30s --memory 128",
            "  airlock run math_calculation '2**10 + sqrt(2)'",
            "  airlock run shell:command 'echo hello $((6*7))'",
            "  airlock run code:execute --stream --file long.py",
            "  airlock run file:scan --in download.zip",
            "  airlock run code:execute --file plot.py --in table.csv --out plot.svg",
            "  echo 'print(1)' | airlock run code:execute -"
        })
final class RunCommand implements Callable<Integer> {
    private static final Duration MARGIN = Duration.ofSeconds(30);

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(index = "0", paramLabel = "INTENT", description = "What is wanted, for example code:execute.")
    private String intent;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description = "The program itself, or - for standard input.")
    private Optional<String> text;

    @Mixin
    private PayloadOption payload;

    @Mixin
    private FilesOption files;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = "As what to be treated: external_ai, external, internal, local, operator. It only lowers.")
    private Optional<String> origin;

    @Option(
            names = "--as",
            paramLabel = "KEY",
            defaultValue = "local",
            description = "Whose key signs: local (the default) or operator.")
    private String signer;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "A principal's secret key that signs: airlock principal add NAME --generate FILE.")
    private Optional<Path> key;

    @Option(
            names = "--delegation",
            paramLabel = "FILE",
            description = "On whose behalf: what somebody has delegated to the key that signs. See airlock delegate.")
    private Optional<Path> delegation;

    @Option(names = "--timeout", paramLabel = "TIME", description = "Most time for the program: 500ms, 5s, 1m.")
    private Optional<String> timeout;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            defaultValue = "0",
            description = "Most memory for the program in MiB.")
    private int memoryMib;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "any",
            description = "microvm or container, or simulation, which runs nothing.")
    private String backend;

    @Option(
            names = "--audit",
            description =
                    "Answer and count what the policy does not allow, where the node allows that: airlock up --audit.")
    private boolean audit;

    @Option(
            names = "--stream",
            description =
                    "Print what the program prints while it runs; by the fast lane of a node that runs, as local.")
    private boolean stream;

    @Option(names = "--session", paramLabel = "ID", description = "Intents of one session are run in order.")
    private Optional<String> session;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The intent's id: a second intent with it is not run again.")
    private Optional<String> id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DataDirectory directory = data.directory();
        PrintWriter err = spec.commandLine().getErr();
        var draft = new Draft(
                intent,
                Bytes.of(payload.bytes(text, files.haveInputs())),
                origin.map(text -> Words.constant(Origin.class, "--origin", text)),
                timeout.map(text -> Words.duration("--timeout", text)).orElse(Duration.ZERO),
                memoryMib,
                Words.constant(Backend.class, "--backend", backend),
                session,
                id,
                files.read(),
                files.outputs(),
                audit ? Mode.AUDIT : Mode.ENFORCE,
                delegation.isPresent() ? Optional.of(DelegationFile.read(delegation.get())) : Optional.empty());
        if (stream) {
            return stream(directory, draft);
        }
        SavedFiles.requireFree(files.directory(), files.outputs());
        if (draft.backend() != Backend.SIMULATION) {
            Images.offer(directory, intent, line -> say(err, line));
        }
        try (Interruption interruption = Interruption.watched();
                Connection connection = Connection.open(
                        directory,
                        new Signer(signer, key),
                        NodeOptions.forOneIntent(draft.backend(), audit),
                        line -> say(err, line))) {
            Intent signed = draft.intent(connection.origin(), connection.clock().instant());
            interruption.act(() -> cancel(connection, signed));
            Duration patience = draft.patience().plus(MARGIN);
            TokenRecord record = connection
                    .caller()
                    .call(signed, connection.key(), patience)
                    .orElseThrow(() -> new Trouble(
                            Exit.UNAVAILABLE,
                            "no token for intent " + signed.id() + " within " + patience.toSeconds()
                                    + " s; it may still come",
                            "airlock tokens"));
            return tell(connection, signed, connection.tokens().read(record));
        } catch (Caller.Unreachable e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock status");
        } catch (TokenRejected e) {
            throw new Trouble(Exit.FAULT, "the token does not verify: " + e.getMessage(), "airlock verify --all");
        }
    }

    private int stream(DataDirectory directory, Draft draft) throws IOException, Trouble {
        if (json.asked() || audit || key.isPresent() || !signer.equals("local")) {
            throw new Trouble(
                    Exit.USAGE,
                    "--stream goes without --json, --audit, --as and --key",
                    "airlock run without --stream");
        }
        String mux = NodeFile.running(directory)
                .map(NodeFile::mux)
                .filter(at -> !at.isEmpty())
                .orElseThrow(() ->
                        new Trouble(Exit.UNAVAILABLE, "no node with a MUX runs on " + directory.root(), "airlock up"));
        try (Interruption interruption = Interruption.watched();
                LiveRun live = LiveRun.open(mux, draft)) {
            interruption.act(() -> cancel(live));
            Token token = live.run(draft, TokenSource.of(directory));
            for (NamedFile file : SavedFiles.verified(token, live.files())) {
                say(spec.commandLine().getErr(), "saved " + SavedFiles.save(files.directory(), file));
            }
            spec.commandLine().getErr().println(TokenText.line(token));
            spec.commandLine().getErr().flush();
            return TokenText.exitOf(token);
        } catch (TokenRejected e) {
            throw new Trouble(Exit.FAULT, "the token does not verify: " + e.getMessage(), "airlock verify --all");
        } catch (IOException e) {
            throw new Trouble(Exit.UNAVAILABLE, "the MUX at " + mux + ": " + e.getMessage(), "airlock status");
        }
    }

    /** On the thread of an interruption. */
    private void cancel(LiveRun live) {
        say(spec.commandLine().getErr(), "cancelling " + live.name());
        try {
            live.cancel();
        } catch (IOException e) {
            say(spec.commandLine().getErr(), "not cancelled: " + e.getMessage());
        }
    }

    /** On the thread of an interruption. */
    private void cancel(Connection connection, Intent asked) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            say(err, "cancelling " + asked.key().text());
            connection
                    .caller()
                    .cancel(asked.key(), connection.key(), connection.clock().instant());
        } catch (Caller.Unreachable e) {
            say(err, e.getMessage());
        }
    }

    private static void say(PrintWriter err, String line) {
        err.println("airlock: " + line);
        err.flush();
    }

    private int tell(Connection connection, Intent asked, Token token)
            throws IOException, InterruptedException, Trouble {
        Optional<Output> output = token.content().erin() instanceof Erin.Refused
                ? Optional.empty()
                : connection.caller().outputOf(asked.key(), Duration.ofSeconds(5));
        for (NamedFile file :
                SavedFiles.verified(token, output.map(Output::files).orElse(List.of()))) {
            say(spec.commandLine().getErr(), "saved " + SavedFiles.save(files.directory(), file));
        }
        if (json.asked()) {
            spec.commandLine().getOut().println(JsonOption.line(forPrograms(token, output)));
            spec.commandLine().getOut().flush();
        } else {
            output.ifPresent(RunCommand::printAsItIs);
            spec.commandLine().getErr().println(TokenText.line(token));
        }
        return TokenText.exitOf(token);
    }

    private static void printAsItIs(Output output) {
        System.out.writeBytes(output.stdout().toArray());
        System.out.flush();
        System.err.writeBytes(output.stderr().toArray());
        System.err.flush();
    }

    private static Map<String, Object> forPrograms(Token token, Optional<Output> output) {
        var all = new LinkedHashMap<String, Object>();
        all.put("exit", TokenText.exitOf(token));
        all.put("status", token.content().erin().status());
        all.put("token", JsonOption.tree(token.json()));
        output.ifPresent(written -> {
            all.put("stdout", new String(written.stdout().toArray(), StandardCharsets.UTF_8));
            all.put("stderr", new String(written.stderr().toArray(), StandardCharsets.UTF_8));
            all.put("truncated", written.truncated());
            all.put(
                    "files",
                    written.files().stream()
                            .map(file -> Map.of(
                                    "name", file.name(), "bytes", file.content().size()))
                            .toList());
            all.put("output_hash", Hashes.output(written.stdout(), written.stderr()));
        });
        return all;
    }
}
