package dev.airlock.cli;

import dev.airlock.authorisation.cedar.CedarSet;
import dev.airlock.authorisation.cedar.Compiled;
import dev.airlock.authorisation.cedar.EngineMissing;
import dev.airlock.authorisation.model.Fault;
import dev.airlock.authorisation.shell.Distribution;
import dev.airlock.authorisation.shell.EngineStart;
import dev.airlock.authorisation.shell.PolicyDirectory;
import dev.airlock.authorisation.shell.PolicyHistory;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Reach;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.model.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sets of policies for commands: from a disk, from the topic, or the release's own. */
final class PolicySource {
    private PolicySource() {}

    /**
     * A set and where it is from.
     *
     * @param place for people
     */
    record Found(CedarSet set, List<PolicyFile> files, String place) {}

    /** The files at a place. */
    static List<PolicyFile> files(Path place) throws Trouble {
        try {
            return PolicyDirectory.read(place);
        } catch (IOException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock policy check DIRECTORY");
        }
    }

    /** The set at a place; without one, the set in force in the data directory, or the release's own where none was ever loaded. */
    static Found find(Optional<Path> place, DataDirectory data) throws IOException, InterruptedException, Trouble {
        if (place.isPresent()) {
            List<PolicyFile> files = files(place.get());
            return new Found(good(files), files, place.get().toString());
        }
        return Files.isDirectory(data.broker()) ? inForce(data) : own();
    }

    private static Found own() throws InterruptedException, Trouble {
        return new Found(good(Distribution.policies()), Distribution.policies(), "the release's own");
    }

    private static Found inForce(DataDirectory data) throws IOException, InterruptedException, Trouble {
        try (Reach reach = TokenSource.reach(data)) {
            Optional<PolicyHistory.Entry> entry = history(reach, data).inForce();
            if (entry.isEmpty()) {
                return own();
            }
            var signed = entry.get().signed().orElseThrow();
            List<PolicyFile> files = signed.value().files();
            return new Found(
                    good(files),
                    files,
                    "in force since " + signed.value().loadedAt() + " by "
                            + signed.holder().name());
        }
    }

    /** All sets of a data directory's topic. */
    static PolicyHistory history(Reach reach, DataDirectory data) throws IOException, InterruptedException, Trouble {
        try {
            Topics.ensure(reach.bus(), (short) 1);
            return PolicyHistory.read(
                    reach.bus(), new KeyFiles(data.keys(), new SecureRandom()).ring(), EngineStart.ofThisProcess());
        } catch (BusUnreachable | TopicsDisagree e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock doctor");
        }
    }

    /** What becomes of these files. */
    static Compiled compile(List<PolicyFile> files) throws InterruptedException, Trouble {
        try {
            return EngineStart.ofThisProcess().engine().compile(files);
        } catch (EngineMissing e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "start airlock by its launcher");
        }
    }

    private static CedarSet good(List<PolicyFile> files) throws InterruptedException, Trouble {
        return switch (compile(files)) {
            case Compiled.Good(CedarSet set) -> set;
            case Compiled.Faulty(List<Fault> faults) ->
                throw new Trouble(
                        Exit.PROGRAM_FAILED,
                        "the set is not in order: "
                                + faults.stream().map(Fault::toString).collect(Collectors.joining("\n         ")),
                        "airlock policy check");
        };
    }
}
