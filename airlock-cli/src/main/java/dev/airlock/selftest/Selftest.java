package dev.airlock.selftest;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.image.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the tests of real guests.
 *
 * @param reach of how much of the system
 * @param cache a directory for what is made once: a kernel, a Java runtime, an image
 * @param choice which tests
 * @param most the most time for booting and testing
 * @param progress hears what is being prepared
 */
public record Selftest(Reach reach, Path cache, TestChoice choice, Duration most, Consumer<String> progress) {
    /** An emulated processor is some twenty times slower, and its host may be busy. */
    private static final int EMULATED_PATIENCE = 20;

    /** Runs them on this machine's own /dev/kvm. */
    public Tally here(TestCode code, Consumer<String> tell) throws SelftestFailed, IOException, InterruptedException {
        Files.createDirectories(cache);
        List<String> arguments = new TestJvm(code, images(), heapMib(), 1).arguments(choice);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Transcript transcript = new Transcript(tell);
        transcript.ended(Command.of(java, arguments).run(cache, most, transcript));
        return transcript.tally();
    }

    /**
     * Runs them in an emulated machine with kvm_amd.
     *
     * @param given a kernel, if not Debian's
     * @param keep leave the machine's files and its console where they are
     */
    public Tally emulated(TestCode code, Optional<Kernel> given, boolean keep, Consumer<String> tell)
            throws SelftestFailed, IOException, InterruptedException {
        var tests = new ChosenTests(choice, heapMib(), EMULATED_PATIENCE);
        return emulated(code, given, keep, tests, new Transcript(tell));
    }

    /** README's commands in such a machine, one after another, on a node that stays up; the choice is not looked at. */
    public Tally tour(TestCode code, Optional<Kernel> given, boolean keep, Consumer<String> tell)
            throws SelftestFailed, IOException, InterruptedException {
        Tour tour = Tour.ofReadme(heapMib() / 2);
        return emulated(code, given, keep, tour, new Walked(tour.steps(), tell));
    }

    private Tally emulated(TestCode code, Optional<Kernel> given, boolean keep, Task task, Hearing hearing)
            throws SelftestFailed, IOException, InterruptedException {
        Tool.require(List.of(Tool.QEMU, Tool.BUSYBOX), Tool.path());
        Files.createDirectories(cache);
        Kernel kernel = given.isPresent() ? given.get() : new KernelPackage(cache, progress).fetch();
        try (Scratch scratch = Scratch.in(cache)) {
            if (keep) {
                scratch.keep();
                progress.accept("keeping " + scratch.folder());
            }
            Path initrd = scratch.folder().resolve("initrd");
            new GuestMachine(cache, progress).pack(kernel, images(), code, task, initrd);
            progress.accept("booting Linux " + kernel.version() + " in QEMU");
            return boot(new Emulator(kernel, reach, scratch.folder()), initrd, hearing);
        }
    }

    private Tally boot(Emulator emulator, Path initrd, Hearing hearing)
            throws SelftestFailed, IOException, InterruptedException {
        try {
            emulator.run(initrd, most, hearing);
            return hearing.tally();
        } catch (SelftestFailed e) {
            throw new SelftestFailed(
                    e.getMessage() + "\nbegun last: " + hearing.running() + "\n" + emulator.lastWords(), e.fix());
        }
    }

    /** Beside it there are guests, and in an emulated machine all files. */
    private int heapMib() {
        return reach.memoryMib() * 3 / 8;
    }

    /** The store with images of what this machine has, made anew when that or what makes images has changed. */
    private Path images() throws SelftestFailed, IOException {
        Path maker = Distribution.jarOf(PythonImage.class);
        Path python = Path.of("/usr/bin/python3");
        Path kept = cache.resolve("images-"
                + Fingerprint.of(
                        reach.recipes(),
                        Files.getLastModifiedTime(maker),
                        Files.exists(python) ? Files.getLastModifiedTime(python.toRealPath()) : "other"));
        if (!Files.isDirectory(kept)) {
            progress.accept("making images of what this machine has");
            try (Scratch scratch = Scratch.in(cache)) {
                Path made = scratch.folder().resolve("images");
                for (Recipe recipe : reach.recipes()) {
                    recipe.build(new ImageStore(made), Optional.empty(), _ -> {});
                }
                Files.move(made, kept);
            } catch (ImageRejected e) {
                throw new SelftestFailed(e.getMessage(), "");
            }
        }
        return kept;
    }
}
