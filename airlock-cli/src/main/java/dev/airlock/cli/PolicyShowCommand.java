package dev.airlock.cli;

import dev.airlock.authorisation.shell.Distribution;
import dev.airlock.authorisation.wire.PolicySets;
import dev.airlock.node.Reach;
import dev.airlock.schemas.model.PolicyFile;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.wire.Signed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "The text of a set: the one in force, the release's own (`release`), or one by the beginning of its version.")
final class PolicyShowCommand implements Callable<Integer> {
    private static final String RELEASE = "release";

    @Mixin
    private DataOption data;

    @Parameters(
            arity = "0..1",
            paramLabel = "VERSION",
            description = "A version or as much of it as no other has; release; without it the set in force.")
    private Optional<String> version;

    @Option(names = "--to", paramLabel = "DIR", description = "Write the files into this new directory instead.")
    private Optional<Path> directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        List<PolicyFile> files = files();
        PrintWriter out = spec.commandLine().getOut();
        if (directory.isPresent()) {
            write(files, directory.get());
        } else {
            files.forEach(file -> out.println("// " + file.name() + "\n" + file.text()));
        }
        out.println("// " + PolicySets.versionOf(files));
        return Exit.FINE;
    }

    private List<PolicyFile> files() throws IOException, InterruptedException, Trouble {
        if (version.isEmpty()) {
            return PolicySource.find(Optional.empty(), data.directory()).files();
        }
        String wanted = version.get();
        if (wanted.equals(RELEASE)) {
            return Distribution.policies();
        }
        try (Reach reach = TokenSource.reach(data.directory())) {
            List<PolicySet> found = PolicySource.history(reach, data.directory()).entries().stream()
                    .flatMap(entry -> entry.signed().stream())
                    .map(Signed::value)
                    .filter(set -> Stream.of(set.version(), set.version().replace("sha256:", ""))
                            .anyMatch(text -> text.startsWith(wanted)))
                    .toList();
            if (found.stream().map(PolicySet::version).distinct().count() != 1) {
                throw new Trouble(
                        Exit.USAGE,
                        found.isEmpty() ? "no set has the version " + wanted : "several versions begin with " + wanted,
                        "airlock policy list");
            }
            return found.getFirst().files();
        }
    }

    private static void write(List<PolicyFile> files, Path directory) throws IOException, Trouble {
        if (Files.exists(directory)) {
            throw new Trouble(Exit.USAGE, directory + " is there already", "--to a directory that is not");
        }
        Files.createDirectories(directory);
        for (PolicyFile file : files) {
            Path path = directory.resolve(file.name()).normalize();
            // The name was signed, but it is somebody else's: it must not lead out of the directory.
            if (!directory.normalize().equals(path.getParent())) {
                throw new Trouble(Exit.USAGE, "the file name " + file.name() + " leads elsewhere", "");
            }
            Files.writeString(path, file.text(), StandardOpenOption.CREATE_NEW);
        }
    }
}
