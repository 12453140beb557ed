package dev.airlock.cli;

import dev.airlock.chaos.Account;
import dev.airlock.chaos.Chaos;
import dev.airlock.chaos.Plant;
import dev.airlock.fleet.FleetFailed;
import dev.airlock.node.Launcher;
import dev.airlock.schemas.model.Backend;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            paramLabel = "double|loss",
            defaultValue = "none",
            description = "Plant a second token, or a loss, which has to be found: the exit code is 1 then.")
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
        Path launcher = Launcher.path()
                .orElseThrow(() -> new Trouble(Exit.USAGE, "no launcher is above these classes", "run ./airlock"));
        Path root = Files.createTempDirectory("airlock-chaos-");
        boolean keep = true;
        try (Chaos chaos = Chaos.begin(
                root,
                arguments -> Stream.concat(Stream.of(launcher.toString()), arguments.stream())
                        .toList(),
                Words.constant(Backend.class, "--backend", backend),
                this::say)) {
            Account account = chaos.run(intents, kills, seed, Words.constant(Plant.class, "--plant", plant));
            PrintWriter out = spec.commandLine().getOut();
            out.println(json.asked() ? JsonOption.line(account.fields()) : account.text());
            out.flush();
            keep = !account.holds();
            return account.holds() ? Exit.FINE : BROKEN;
        } catch (FleetFailed e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "look into " + root.resolve("logs"));
        } finally {
            if (keep) {
                say("all of it is kept in " + root);
            } else {
                Scrap.delete(root);
            }
        }
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("airlock: " + line);
        err.flush();
    }
}
