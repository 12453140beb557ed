package dev.airlock.cli;

import dev.airlock.chaos.Account;
import dev.airlock.chaos.Chaos;
import dev.airlock.chaos.Plant;
import dev.airlock.schemas.model.Backend;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Kills the processes of a road of its own with SIGKILL while both lanes are in use, and reckons up: one token for",
            "every intent, none lost, none twice."
        },
        footer = {
            "",
            "Eight processes: broker, policy, snaft, gateway, two executors, the ledger, and a node with a fast lane. All of it follows from",
            "the seed. Exit code 1 when something was lost or is there twice, when too few of the operators' intents were run,",
            "or when the tokens do not verify; the directory is kept then."
        })
final class ChaosCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Mixin
    private JsonOption json;

    @Option(names = "--intents", paramLabel = "N", defaultValue = "2000", description = "How many; 2000 by default.")
    private int intents;

    @Option(names = "--kills", paramLabel = "N", defaultValue = "6", description = "How many; 6 by default.")
    private int kills;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1337", description = "What all of it follows from.")
    private long seed;

    @Option(
            names = "--plant",
            paramLabel = "double|loss|both",
            defaultValue = "none",
            description = {
                "Give an intent a second token of the same sealer's, or take one out of the broker's log, which has to be found and",
                "named: the exit code is 1 then."
            })
    private String plant;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "simulation",
            description =
                    "What is to run the intents: microvm, container, or by default simulation, which runs nothing.")
    private String backend;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        if (intents < 1 || kills < 0 || kills > intents) {
            throw new Trouble(
                    Exit.USAGE,
                    "--intents is " + intents + " and --kills " + kills
                            + "; give 1 intent and more, and no more kills than intents",
                    "airlock chaos --intents 2000 --kills 6");
        }
        Backend which = Words.constant(Backend.class, "--backend", backend);
        Plant what = Words.constant(Plant.class, "--plant", plant);
        Account account = OwnRoad.on(
                spec,
                "airlock-chaos-",
                (root, command, say) -> {
                    try (Chaos chaos = Chaos.begin(root, command, which, say)) {
                        return chaos.run(intents, kills, seed, what);
                    }
                },
                Account::holds);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json.asked() ? JsonOption.line(account.fields()) : account.text());
        out.flush();
        return account.holds() ? Exit.FINE : BROKEN;
    }
}
