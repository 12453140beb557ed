package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.policy.decide.Coherence;
import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.wire.VerdictFile;
import dev.airlock.road.Topics;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
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
        name = "load",
        mixinStandardHelpOptions = true,
        description =
                "Signs the verdicts of a file with the operator's key and sends them in their order, or none if any is unfit.",
        footer = {
            "",
            "The file holds airlock_runtime_verdict.v1 records: one JSON object, an array, {\"verdicts\": [...]}, or JSON Lines.",
            "Besides the contract's fields a record may have scope, evidence and checklist ({\"name\": \"recovery\", \"done\": [...]}).",
            "Errors are told per record, record[i]: ...",
            "A verdict whose fields do not go together is sent with a warning; the strictest of them counts."
        })
final class VerdictLoadCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "FILE", description = "The file; - is standard input.")
    private String file;

    @Option(names = "--check", description = "Say what is wrong, and send nothing.")
    private boolean check;

    @Option(
            names = "--as-operator",
            description = "Send others' verdicts as an operator's own; evidence names who emitted them first.")
    private boolean asOperator;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        VerdictFile.Contents contents =
                VerdictFile.read(bytes(), InstantSource.system().instant());
        List<String> errors = new ArrayList<>(contents.errors());
        List<Verdict> verdicts = errors.isEmpty() ? ours(contents.verdicts(), errors) : List.of();
        for (Verdict verdict : contents.verdicts()) {
            Coherence.warnings(verdict)
                    .forEach(warning ->
                            spec.commandLine().getErr().println("warning: " + verdict.verdictId() + ": " + warning));
        }
        if (!errors.isEmpty()) {
            errors.forEach(error -> spec.commandLine().getErr().println(Line.fit(error, 500)));
            throw new Trouble(
                    Exit.USAGE,
                    errors.size() + " errors; nothing was sent",
                    check ? "" : "airlock verdict load --check " + file);
        }
        if (check) {
            tell(verdicts, "fit; nothing was sent");
            return Exit.FINE;
        }
        var keys = new KeyFiles(data.directory().keys(), new SecureRandom());
        SigningKey operator = keys.loadOrCreate("operator");
        try (Reach reach = TokenSource.reach(data.directory())) {
            Topics.ensure(reach.bus(), (short) 1);
            for (Verdict verdict : verdicts) {
                Verdicts.send(reach, verdict, operator);
            }
        }
        tell(verdicts, "recorded");
        return Exit.FINE;
    }

    private byte[] bytes() throws Trouble {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            return in.readNBytes(VerdictFile.BYTES_MAX + 1);
        } catch (IOException e) {
            throw new Trouble(Exit.USAGE, file + " cannot be read: " + e.getMessage(), "");
        }
    }

    /** What this key may sign: an operator's words. Policy would bury all else. */
    private List<Verdict> ours(List<Verdict> verdicts, List<String> errors) {
        List<Verdict> ours = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            Verdict verdict = verdicts.get(i);
            if (verdict.emitter().equals(Emitters.OPERATOR)) {
                ours.add(verdict);
            } else if (asOperator) {
                ours.add(VerdictFile.adopted(verdict, Emitters.OPERATOR));
            } else if (check) {
                ours.add(verdict);
            } else {
                errors.add("record[" + i + "]: emitter is " + verdict.emitter() + ", and the operator's key speaks for "
                        + Emitters.OPERATOR + "; --as-operator sends it as yours");
            }
        }
        return ours;
    }

    private void tell(List<Verdict> verdicts, String effect) {
        PrintWriter out = spec.commandLine().getOut();
        for (Verdict verdict : verdicts) {
            out.println(
                    json.asked()
                            ? JsonOption.line(Map.of(
                                    "verdict_id", verdict.verdictId(), "scope", verdict.scope(), "effect", effect))
                            : verdict.verdictId() + " (" + Line.fit(verdict.scope(), 160) + "): " + effect);
        }
    }
}
