package dev.airlock.cli;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Images, as an OCI image layout in the data directory. */
@Command(
        name = "image",
        mixinStandardHelpOptions = true,
        description = "Builds, lists and removes the images that programs run in.",
        subcommands = {
            ImageBuildCommand.class,
            ImageCommand.Import.class,
            ImageCommand.Show.class,
            ImageCommand.Remove.class
        })
final class ImageCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description =
                    "Copies an image out of an OCI image layout; its command must read the program from standard input.")
    static final class Import implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(
                index = "0",
                paramLabel = "LAYOUT",
                description = "The layout's directory (skopeo copy ... oci:DIRECTORY:NAME).")
        private Path layout;

        @Parameters(
                index = "1",
                paramLabel = "NAME",
                description = "What to call it, for example airlock-scanner:latest.")
        private String name;

        @Option(
                names = "--runtime",
                paramLabel = "RUNTIME",
                description = "Which reviewed list of system calls its program runs under: python, shell, calculator or"
                        + " scanner. Needed unless the image says so itself.")
        private Optional<String> runtime;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ImageRejected, Trouble {
            if (runtime.isPresent() && !SyscallPolicies.RUNTIMES.contains(runtime.get())) {
                throw new Trouble(
                        Exit.USAGE,
                        "--runtime is one of " + String.join(", ", SyscallPolicies.RUNTIMES) + "; not " + runtime.get(),
                        "airlock image import --help");
            }
            ImageStore.Entry entry = new ImageStore(data.directory().images()).importLayout(layout, name, runtime);
            if (entry.runtime().isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("airlock: it does not say its runtime, so nothing will run in it; give --runtime");
            }
            spec.commandLine().getOut().println(entry.name() + " " + entry.digest());
            return Exit.FINE;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The images that are there.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ImageRejected {
            PrintWriter out = spec.commandLine().getOut();
            for (ImageStore.Entry entry : new ImageStore(data.directory().images()).list()) {
                out.println(
                        json.asked()
                                ? JsonOption.line(Map.of(
                                        "name",
                                        entry.name(),
                                        "digest",
                                        entry.digest(),
                                        "bytes",
                                        entry.bytes(),
                                        "runtime",
                                        entry.runtime().orElse("")))
                                : "%-28s %-10s %s  %d MiB"
                                        .formatted(
                                                entry.name(),
                                                entry.runtime().orElse("?"),
                                                entry.digest(),
                                                entry.bytes() >> 20));
            }
            return Exit.FINE;
        }
    }

    @Command(name = "rm", mixinStandardHelpOptions = true, description = "Forgets an image and frees its room.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "NAME", description = "For example airlock-python:latest.")
        private String name;

        @Override
        public Integer call() throws IOException, ImageRejected, Trouble {
            if (!new ImageStore(data.directory().images()).remove(name)) {
                throw new Trouble(Exit.USAGE, "no image is called " + name, "airlock image list");
            }
            return Exit.FINE;
        }
    }
}
