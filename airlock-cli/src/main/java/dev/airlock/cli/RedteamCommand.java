package dev.airlock.cli;

import dev.airlock.redteam.Account;
import dev.airlock.redteam.Campaign;
import dev.airlock.redteam.Category;
import dev.airlock.redteam.ControlFailed;
import dev.airlock.redteam.Field;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "redteam",
        mixinStandardHelpOptions = true,
        description = "Attacks a whole road of its own, in a scratch directory, and says what was held.",
        footer = {
            "",
            "No guest runs: what only a guest can hold is judged at the ingress, and said so.",
            "Exit code 1 when an attack escaped or a control failed."
        })
final class RedteamCommand implements Callable<Integer> {
    private static final int ESCAPED = 1;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--attackers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many of the first ten categories, and as many again of the others; 1000 by default.")
    private int attackers;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1337", description = "What their choices follow from.")
    private long seed;

    @Option(names = "--category", paramLabel = "NAME", description = "Only this category, for example cap_forgery.")
    private Optional<String> category;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        List<Category> chosen = category.isPresent()
                ? List.of(Words.constant(Category.class, "--category", category.get()))
                : Category.all();
        var campaign = new Campaign(attackers, seed, chosen);
        PrintWriter err = spec.commandLine().getErr();
        Path scratch = Files.createTempDirectory("airlock-redteam-");
        try (Field field = Field.open(scratch)) {
            Account account = campaign.against(field, line -> {
                err.println("airlock: " + line);
                err.flush();
            });
            PrintWriter out = spec.commandLine().getOut();
            out.println(json.asked() ? JsonOption.line(account.fields()) : account.text());
            out.flush();
            return account.holds() ? Exit.FINE : ESCAPED;
        } catch (ControlFailed e) {
            throw new Trouble(
                    Exit.UNAVAILABLE, "the road to be attacked did not open: " + e.getMessage(), "airlock doctor");
        } finally {
            Scrap.delete(scratch);
        }
    }
}
