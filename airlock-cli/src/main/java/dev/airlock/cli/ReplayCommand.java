package dev.airlock.cli;

import dev.airlock.executor.decide.Repeat;
import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Leave;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Trace;
import dev.airlock.executor.sandbox.Attempt;
import dev.airlock.executor.sandbox.Cutoff;
import dev.airlock.executor.sandbox.Recordings;
import dev.airlock.executor.sandbox.Sandbox;
import dev.airlock.executor.shell.ExecutorConfig;
import dev.airlock.executor.shell.ExecutorHouse;
import dev.airlock.node.DataDirectory;
import dev.airlock.provenance.Token;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.routes.Routes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Runs a program once more with the random bytes and the times that it had then, and says what differs.",
        footer = {
            "",
            "Nothing goes to the bus: no grant is redeemed, no token is made. Excluded are programs that were ended at a deadline or from outside,",
            "that set timers, or that ask the processor itself for time or chance (RDTSC, RDRAND, RDSEED, CPUID): nobody records those.",
            "",
            "Exit codes: 0 the same; 1 something differs; 2 it cannot be run again; 7 no guest can run here."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "TOKEN", description = "The token's id, the intent's id, or SESSION/ID.")
    private String wanted;

    @Option(
            names = "--payload",
            paramLabel = "FILE",
            description = {
                "The program, if its intent is not kept, as those of the fast lane are not. Files that it was",
                "given are not known then, and none are kept."
            })
    private Optional<Path> payload;

    @Option(
            names = "--audit",
            description = "Let a run in audit mode be one again: what its policy does not allow is answered.")
    private boolean audit;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Kept kept = Kept.of(data.directory(), wanted, payload);
        Token token = kept.token();
        Bytes recording = kept.output().recording();
        Optional<String> never = Repeat.never(token.content()).or(() -> Recordings.unplayable(recording));
        if (never.isPresent()) {
            throw cannot(never.get());
        }
        Plan plan =
                switch (Repeat.plan(token.content(), Routes.load())) {
                    case Leave.Go(Plan all) -> all;
                    case Leave.Refused(var refusal) -> throw cannot(refusal.text());
                };
        if (plan.mode() == Mode.AUDIT && !audit) {
            throw new Trouble(
                    Exit.USAGE,
                    "it ran in audit mode, in which calls are answered that its policy does not allow",
                    "airlock replay " + wanted + " --audit");
        }
        Trace trace = run(plan, kept.given().playing(recording));
        List<Repeat.Item> items = Repeat.compare(token.content(), plan, trace);
        boolean same = items.stream().allMatch(item -> item.same() || !item.decides());
        print(token, items, same);
        return same ? Exit.FINE : Exit.PROGRAM_FAILED;
    }

    private static Trouble cannot(String why) {
        return new Trouble(Exit.USAGE, "cannot be run again: " + why, "airlock tokens shows what ran, and how");
    }

    private Trace run(Plan plan, Given given) throws IOException, Trouble {
        DataDirectory own = data.directory();
        // A stored snapshot is the one that it ran in; one that has to be warmed is not kept.
        ExecutorConfig config = ExecutorConfig.from(Map.of(
                "bootstrap.servers",
                "127.0.0.1:0",
                "keys.dir",
                own.keys().toString(),
                "images.dir",
                own.images().toString(),
                "snapshots.dir",
                own.snapshots().toString(),
                "snapshots.keep",
                "false"));
        // Every key here is trusted: one that is not there is not made for looking back.
        SigningKey key = new KeyFiles(own.keys(), new SecureRandom())
                .load(config.keyName())
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE,
                        "there is no key of an executor in " + own.keys() + ", so no executor ran here",
                        "airlock replay --data DIRECTORY, on the executor's own"));
        Sandbox sandbox = ExecutorHouse.Parts.of(config, key).sandboxes().get(SandboxKind.MICROVM);
        try (sandbox) {
            return switch (sandbox.run(plan, given, new Cutoff())) {
                case Attempt.Ran(Trace trace) -> trace;
                case Attempt.Declined(var refusal) ->
                    throw new Trouble(Exit.UNAVAILABLE, "no guest can run it: " + refusal.text(), "airlock doctor");
            };
        }
    }

    private void print(Token token, List<Repeat.Item> items, boolean same) {
        PrintWriter out = spec.commandLine().getOut();
        if (json.asked()) {
            out.println(JsonOption.line(Map.of(
                    "token",
                    token.id().value(),
                    "same",
                    same,
                    "items",
                    items.stream().collect(Collectors.toMap(Repeat.Item::name, ReplayCommand::members)))));
            return;
        }
        for (Repeat.Item item : items) {
            String mark = item.same() ? "same   " : item.decides() ? "DIFFERS" : "differs";
            out.println(mark + "  " + item.name() + ": " + item.then() + (item.same() ? "" : ", now " + item.now()));
        }
        out.println(same ? "The same again: " + token.id() : "Not the same: " + token.id());
    }

    private static Map<String, Object> members(Repeat.Item item) {
        return Map.of("then", item.then(), "now", item.now(), "same", item.same(), "decides", item.decides());
    }
}
