package dev.airlock.cli;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
            ImageCommand.Build.class,
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
            name = "build",
            mixinStandardHelpOptions = true,
            description = "Makes an image, without root. The same source gives the same digest.",
            footer = {"", "A running node takes up a new image when it is started again."})
    static final class Build implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Parameters(paramLabel = "KIND", description = "What to make: python, from a Python of this machine.")
        private String kind;

        @Option(
                names = "--python",
                paramLabel = "FILE",
                description = "Which Python; by default /usr/bin/python3, or the first on PATH.")
        private Optional<Path> python;

        @Option(
                names = "--tag",
                paramLabel = "NAME",
                description = "Another name for it, for example airlock-compute:latest.")
        private List<String> tags = List.of();

        @Option(names = "--force", description = "Build it also when it is there.")
        private boolean force;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ImageRejected, Trouble {
            if (!kind.equals("python")) {
                throw new Trouble(
                        Exit.USAGE, "no image of the kind '" + kind + "' can be built", "airlock image build python");
            }
            PrintWriter out = spec.commandLine().getOut();
            var store = new ImageStore(data.directory().images());
            if (force || python.isPresent() || !there(store)) {
                PythonImage.build(store, python, line -> {
                    out.println(line);
                    out.flush();
                });
            }
            for (String tag : tags) {
                ImageStore.Entry entry = store.tag(PythonImage.NAME, tag);
                out.println(entry.name() + " " + entry.digest());
            }
            return Exit.FINE;
        }

        private static boolean there(ImageStore store) throws IOException, ImageRejected {
            return store.list().stream().anyMatch(entry -> entry.name().equals(PythonImage.NAME));
        }
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

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException, ImageRejected {
            ImageStore.Entry entry = new ImageStore(data.directory().images()).importLayout(layout, name);
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
                                ? JsonOption.line(
                                        Map.of("name", entry.name(), "digest", entry.digest(), "bytes", entry.bytes()))
                                : "%-28s %s  %d MiB".formatted(entry.name(), entry.digest(), entry.bytes() >> 20));
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
