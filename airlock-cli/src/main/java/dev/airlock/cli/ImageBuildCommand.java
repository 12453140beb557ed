package dev.airlock.cli;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.Progress;
import dev.airlock.image.PythonImage;
import dev.airlock.image.Recipe;
import dev.airlock.image.RootfsImage;
import dev.airlock.image.WarmProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
        description = "Makes an image, without root. The same source gives the same digest.",
        footer = {
            "",
            "  python      runs Python programs (code:execute, analyze_malware_sample)",
            "  shell       runs shell programs of builtins; pipelines, $(...), & and other programs are violations (shell:*)",
            "  calculator  the value of one expression (math_calculation)",
            "  scanner     looks at files and reports on them in JSON (file:scan)",
            "",
            "airlock run makes what it needs by itself. A running node takes up a new image within a second or two."
        })
final class ImageBuildCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "KIND", description = "What to make: python, shell, calculator or scanner.")
    private String kind;

    @Option(
            names = {"--program", "--python"},
            paramLabel = "FILE",
            description = "Which Python or busybox; by default the first in /usr/bin, or on PATH.")
    private Optional<Path> program;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Which modules a Python holds already: bare, json+re+math or standard (the default).")
    private Optional<String> profile;

    @Option(
            names = "--root",
            paramLabel = "DIRECTORY",
            description = "Make the shell's image of a whole root file system, whose sh is run.")
    private Optional<Path> root;

    @Option(names = "--tag", paramLabel = "NAME", description = "Another name for it, for example airlock-python:mine.")
    private List<String> tags = List.of();

    @Option(names = "--force", description = "Build it also when it is there.")
    private boolean force;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ImageRejected, Trouble {
        Recipe recipe = Recipe.ofKind(kind)
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE, "no image of the kind '" + kind + "' can be built", "airlock image build --help"));
        requireFitting(recipe);
        PrintWriter out = spec.commandLine().getOut();
        var store = new ImageStore(data.directory().images());
        String image = build(recipe, store, line -> {
            out.println(line);
            out.flush();
        });
        for (String tag : tags) {
            ImageStore.Entry entry = store.tag(image, tag);
            out.println(entry.name() + " " + entry.digest());
        }
        return Exit.FINE;
    }

    private void requireFitting(Recipe recipe) throws Trouble {
        if (profile.isPresent() && recipe != Recipe.PYTHON) {
            throw new Trouble(Exit.USAGE, "--profile is for python", "airlock image build python --profile bare");
        }
        if (root.isPresent() && (recipe != Recipe.SHELL || program.isPresent())) {
            throw new Trouble(
                    Exit.USAGE, "--root is for shell, without --program", "airlock image build shell --root DIRECTORY");
        }
    }

    /** The name of what was built, or was there. */
    private String build(Recipe recipe, ImageStore store, Progress progress)
            throws IOException, ImageRejected, Trouble {
        if (root.isPresent()) {
            return RootfsImage.build(store, recipe.image(), root.get(), List.of("sh", "-s"), recipe.kind(), progress)
                    .name();
        }
        if (profile.isPresent()) {
            WarmProfile warm = WarmProfile.of(profile.get())
                    .orElseThrow(() -> new Trouble(
                            Exit.USAGE,
                            "--profile is bare, json+re+math or standard, not " + profile.get(),
                            "airlock image build --help"));
            return PythonImage.build(store, warm, program, progress).name();
        }
        if (force || program.isPresent() || !recipe.isIn(store)) {
            recipe.build(store, program, progress);
        } else {
            progress.say("%s is there already; --force builds it anew".formatted(recipe.image()));
        }
        return recipe.image();
    }
}
