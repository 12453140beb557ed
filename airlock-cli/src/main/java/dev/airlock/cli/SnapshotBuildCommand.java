package dev.airlock.cli;

import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.shell.SnapshotDesk;
import dev.airlock.executor.shell.SnapshotDesk.Prepared;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.WarmProfile;
import java.io.IOException;
import java.io.PrintWriter;
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
        name = "build",
        mixinStandardHelpOptions = true,
        description = "Warms an image's guest and keeps it, so that the next start does not have to.",
        footer = {
            "",
            "Exit code 0 when a snapshot is there, 6 when the image's program does not come to its payload, 7 without a /dev/kvm.",
            "",
            "Examples:",
            "  airlock snapshot build",
            "  airlock snapshot build --profile bare --memory 64"
        })
final class SnapshotBuildCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private SnapshotKeyOption key;

    @Mixin
    private JsonOption json;

    @Parameters(arity = "0..1", paramLabel = "IMAGE", description = "Which image; by default Python's.")
    private Optional<String> image;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Python's image with this warm profile: bare, json+re+math or standard (the default).")
    private Optional<String> profile;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            defaultValue = "256",
            description = "The guest's memory: 32, 64, 128, 256 or 512 MiB; by default $${DEFAULT-VALUE}.")
    private int memory;

    @Option(names = "--force", description = "Build it also when there is one that fits, which it replaces.")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ImageRejected, Trouble {
        String name = name();
        SizeClass size = SizeClass.within(memory)
                .filter(class_ -> class_.mib() == memory)
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE, "--memory is 32, 64, 128, 256 or 512, not " + memory, "airlock snapshot build"));
        try {
            tell(key.desk(data.directory()).prepare(name, size, force, this::say));
            return Exit.FINE;
        } catch (SnapshotDesk.NoMachine e) {
            throw new Trouble(Exit.UNAVAILABLE, "no guest can run here: " + e.getMessage(), "airlock doctor");
        } catch (SnapshotDesk.NotWarmed e) {
            throw new Trouble(Exit.FAULT, name + " cannot be warmed: " + e.getMessage(), "");
        }
    }

    private String name() throws Trouble {
        if (profile.isEmpty()) {
            return image.orElse(WarmProfile.STANDARD.image());
        }
        if (image.isPresent()) {
            throw new Trouble(Exit.USAGE, "give an image or --profile, not both", "airlock snapshot build --help");
        }
        return WarmProfile.of(profile.get())
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE,
                        "--profile is bare, json+re+math or standard, not " + profile.get(),
                        "airlock snapshot build --help"))
                .image();
    }

    private void tell(Prepared prepared) {
        PrintWriter out = spec.commandLine().getOut();
        if (json.asked()) {
            out.println(JsonOption.line(Map.of(
                    "digest",
                    prepared.digest(),
                    "loaded",
                    prepared.loaded(),
                    "kept",
                    prepared.kept(),
                    "took_ms",
                    prepared.took().toMillis(),
                    "remarks",
                    prepared.remarks())));
            return;
        }
        prepared.remarks().forEach(this::say);
        out.println("%s %s in %d ms"
                .formatted(
                        prepared.digest(),
                        prepared.loaded() ? "was there, and was loaded" : "built",
                        prepared.took().toMillis()));
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("airlock: " + line);
        err.flush();
    }
}
