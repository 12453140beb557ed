package dev.airlock.setup.shell;

import dev.airlock.setup.model.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The program itself: one folder for each release, made beside and renamed, and a link to the one that counts. */
final class Program {
    private static final Duration TRAINING_MOST = Duration.ofMinutes(10);

    private static final String HOME = "java.home";
    private static final String VM = "java.vm";

    private final Layout layout;
    private final Hands hands;

    Program(Layout layout, Hands hands) {
        this.layout = layout;
        this.hands = hands;
    }

    private Path place(Release release) {
        return layout.versions().resolve(release.folder());
    }

    /** Puts a distribution in its place, if it is not there as it should be; the link is not moved yet. */
    void install(Distribution from) throws IOException, SetupFailed, InterruptedException {
        Path place = place(from.release());
        if (whole(place, from.release())) {
            hands.note("kept " + place);
        } else {
            hands.step("copy " + from.home() + " to " + place, () -> copy(from, place));
        }
        Path cache = place.resolve("airlock.aot");
        if (Files.exists(cache) && madeByThisJava(place)) {
            hands.note("kept " + cache);
        } else {
            hands.step("make the start-up cache " + cache, () -> train(place, cache));
        }
    }

    private static boolean whole(Path place, Release release) throws IOException {
        return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
                && Tree.isOpen(place)
                && Tree.digest(place).equals(release.tree());
    }

    /** Whether the start-up cache in there fits: a JVM uses none of another build, and a package is updated in place. */
    static boolean madeByThisJava(Path place) throws IOException {
        for (var said : thisJava().entrySet()) {
            Path file = place.resolve(said.getKey());
            if (!Files.isRegularFile(file) || !Files.readString(file).strip().equals(said.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Which Java this is, by the files that say so. */
    static Map<String, String> thisJava() {
        return Map.of(
                HOME,
                System.getProperty("java.home"),
                VM,
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"));
    }

    private void copy(Distribution from, Path place) throws IOException, SetupFailed {
        Path draft = layout.versions().resolve(from.release().folder() + ".draft");
        Tree.remove(draft);
        Tree.copy(from.home(), draft);
        if (!Tree.digest(draft).equals(from.release().tree())) {
            throw new SetupFailed(draft + " is not what was copied", "run it again; if it stays so, look at the disk");
        }
        Tree.remove(place);
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A run of the simulation, whose classes are remembered. Without a cache all works, only slower to start. */
    private void train(Path place, Path cache) throws IOException, SetupFailed, InterruptedException {
        Files.deleteIfExists(cache);
        for (var said : thisJava().entrySet()) {
            Files.writeString(place.resolve(said.getKey()), said.getValue() + "\n");
        }
        Path scratch = Files.createTempDirectory("airlock-training");
        try {
            Tool.Ending result = Tool.run(
                    scratch,
                    Map.of(
                            "AIRLOCK_AOT_OUTPUT",
                            cache.toString(),
                            "AIRLOCK_JAVA_HOME",
                            System.getProperty("java.home")),
                    TRAINING_MOST,
                    List.of(
                            place.resolve("bin/airlock").toString(),
                            "run",
                            "--data",
                            scratch.resolve("data").toString(),
                            "--backend",
                            "simulation",
                            "code:execute",
                            "print(1)"));
            if (!result.fine() || !Files.exists(cache)) {
                hands.note("no start-up cache, which costs time and nothing else: " + result.said());
            }
        } finally {
            Tree.readable(cache);
            Tree.readable(place.resolve(HOME));
            Tree.readable(place.resolve(VM));
            Tree.remove(scratch);
        }
    }

    /** What counts now; empty if nothing does. */
    Optional<Path> counts() throws IOException {
        return Files.isSymbolicLink(layout.current())
                ? Optional.of(Files.readSymbolicLink(layout.current()))
                : Optional.empty();
    }

    /** From now on this release counts. */
    void turn(Release release) throws IOException, SetupFailed, InterruptedException {
        link(layout.current(), Path.of("versions").resolve(release.folder()));
        link(layout.command(), layout.current().resolve("bin/airlock"));
    }

    /** What counted before counts again. */
    void turnBack(Path before) throws IOException, SetupFailed, InterruptedException {
        link(layout.current(), before);
    }

    private void link(Path link, Path target) throws IOException, SetupFailed, InterruptedException {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
            hands.note("kept " + link);
            return;
        }
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            throw new SetupFailed(link + " is there and is no link", "look at it, and move it away");
        }
        hands.step("link " + link + " to " + target, () -> {
            Tree.open(link.getParent());
            Path draft = link.resolveSibling(link.getFileName() + ".draft");
            Files.deleteIfExists(draft);
            Files.createSymbolicLink(draft, target);
            Files.move(draft, link, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** Believes the command, not the copying; before anything points to it. */
    void verify(Release release) throws IOException, SetupFailed, InterruptedException {
        Path command = place(release).resolve("bin/airlock");
        hands.step("verify " + command + " --version", () -> {
            Tool.Ending result = Tool.run(
                    layout.prefix(), Map.of(), Duration.ofMinutes(2), List.of(command.toString(), "--version"));
            if (!result.fine() || !result.said().contains("airlock " + release.version())) {
                throw new SetupFailed(command + " --version says: " + result.said(), "what was set up before still is");
            }
        });
    }

    /** Removes what came before. */
    void removeOthers(Release release) throws IOException, SetupFailed, InterruptedException {
        if (!Files.isDirectory(layout.versions())) {
            return;
        }
        List<Path> others;
        try (Stream<Path> all = Files.list(layout.versions())) {
            others = all.filter(one -> !one.getFileName().toString().equals(release.folder()))
                    .sorted()
                    .toList();
        }
        for (Path other : others) {
            hands.step("remove " + other, () -> Tree.remove(other));
        }
    }
}
