package dev.airlock.cli;

import dev.airlock.authorisation.cedar.CedarSet;
import dev.airlock.authorisation.cedar.Compiled;
import dev.airlock.authorisation.model.Fault;
import dev.airlock.authorisation.shell.PolicyHistory;
import dev.airlock.node.Reach;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.PolicyFile;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.wire.Codecs;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
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
            "Puts a set of policies into force, signed with the operator's key. Gateways take it at once and whole, or not at all; it",
            "holds across restarts, until another one."
        },
        footer = {"", "To go back, load the earlier set again: airlock policy show VERSION --to DIR writes its files."})
final class PolicyLoadCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "PLACE", description = "A directory of .cedar files, or one file.")
    private Path place;

    @Mixin
    private ReasonOption reason;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        List<PolicyFile> files = PolicySource.files(place);
        return switch (PolicySource.compile(files)) {
            case Compiled.Good(CedarSet set) -> load(set.version(), files);
            case Compiled.Faulty(List<Fault> faults) -> {
                faults.forEach(fault -> spec.commandLine().getErr().println(fault));
                yield Exit.PROGRAM_FAILED;
            }
        };
    }

    private int load(String version, List<PolicyFile> files) throws IOException, InterruptedException, Trouble {
        var keys = new KeyFiles(data.directory().keys(), new SecureRandom());
        try (Reach reach = TokenSource.reach(data.directory())) {
            PolicyHistory history = PolicySource.history(reach, data.directory());
            PolicySet set = new PolicySet(
                    version,
                    files,
                    reason.text(),
                    LoadedSet.after(history.inForce()
                            .flatMap(PolicyHistory.Entry::signed)
                            .map(signed -> signed.value().loadedAt())));
            OperatorPost.send(
                    reach.bus(),
                    Topic.POLICIES,
                    Posture.FLEET,
                    Codecs.POLICY_SET.seal(set, keys.loadOrCreate("operator")),
                    "the set");
            spec.commandLine().getOut().println(LoadedSet.taken(version, OperatorPost.effect(reach), json));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock policy load --help");
        }
        return Exit.FINE;
    }
}
