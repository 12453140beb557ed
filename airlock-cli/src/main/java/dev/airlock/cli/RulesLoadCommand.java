package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.snaft.shell.RuleHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a set of your own rules and blocks into force, signed with the operator's key. It takes the place of the set",
            "before, at once and whole, or not at all; it holds across restarts, until another one."
        },
        footer = {"", "To go back, load the earlier set again: airlock rules show VERSION writes it."})
final class RulesLoadCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "FILE", description = "The set, as JSON.")
    private Path file;

    @Mixin
    private ReasonOption reason;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, Trouble {
        String text = RuleSource.text(file);
        String version = RuleSource.good(text, file).version();
        var keys = new KeyFiles(data.directory().keys(), new SecureRandom());
        try (Reach reach = TokenSource.reach(data.directory())) {
            RuleHistory history = RuleSource.history(reach, data.directory());
            RuleSet set = new RuleSet(
                    version,
                    text,
                    reason.text(),
                    LoadedSet.after(
                            history.inForce().flatMap(RuleHistory.Entry::signed).map(signed -> signed.value()
                                    .loadedAt())));
            Optional<String> refusal = history.refusal(set);
            if (refusal.isPresent()) {
                throw new Trouble(
                        Exit.PROGRAM_FAILED, "the set would change nothing: " + refusal.get(), "airlock rules list");
            }
            OperatorPost.send(
                    reach.bus(),
                    Topic.RULES,
                    Posture.FLEET,
                    Codecs.RULE_SET.seal(set, keys.loadOrCreate("operator")),
                    "the set");
            spec.commandLine().getOut().println(LoadedSet.taken(version, OperatorPost.effect(reach), json));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock rules load --help");
        }
        return Exit.FINE;
    }
}
