package dev.airlock.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the images whose program is a Python of the host, without root. */
public final class PythonImage {
    /** What the one that runs payloads is called in a store. */
    public static final String NAME = "airlock-python:latest";

    /**
     * The whole environment of the guest. The hash seed is fixed because a warmed interpreter is copied for every run: a random
     * one would be the same in all runs anyway, and would make every snapshot, and every trace, a different one. A program that
     * makes its own hashes collide slows down nobody but its own guest, which has a deadline.
     *
     * <p>AIRLOCK_PAYLOAD says that the runner knows of it, and that a payload is over when descriptor 0 is: a microVM says otherwise.
     *
     * <p>PYTHON* variables are used instead of {@code -I}, which would ignore the hash seed; nobody else writes here.
     */
    private static final List<String> ENVIRONMENT = List.of(
            "PATH=/usr/bin:/bin",
            "HOME=/",
            "LANG=C.UTF-8",
            "PYTHONHASHSEED=0",
            "PYTHONSAFEPATH=1",
            "PYTHONUTF8=1",
            "PYTHONDONTWRITEBYTECODE=1",
            "AIRLOCK_PAYLOAD=ended");

    private PythonImage() {}

    /**
     * Builds the image and puts it into the store, in place of the one before. The same Python gives the same digest.
     *
     * @param interpreter which Python; by default /usr/bin/python3, or else the first one on PATH
     */
    public static ImageStore.Entry build(ImageStore store, Optional<Path> interpreter, Progress progress)
            throws IOException, ImageRejected {
        return build(store, WarmProfile.STANDARD, interpreter, progress);
    }

    /** The same with other modules warmed, under {@link WarmProfile#image}. */
    public static ImageStore.Entry build(
            ImageStore store, WarmProfile profile, Optional<Path> interpreter, Progress progress)
            throws IOException, ImageRejected {
        return build(store, profile.image(), interpreter, PythonRunner.payload(profile), progress);
    }

    /** Two layers: the Python, which all images of one Python share on disk, and what is ours. */
    static ImageStore.Entry build(
            ImageStore store, String name, Optional<Path> interpreter, PythonRunner runner, Progress progress)
            throws IOException, ImageRejected {
        HostPython python = HostPython.find(interpreter);
        progress.say("Python: " + python.executable() + " (" + python.name() + ")");
        LayerPlan files = new LayerPlan();
        new PythonFiles(python, files, progress).plan();
        LayerPlan ours = Furniture.plan("/usr/bin/python3").text(runner.path(), runner.text());
        progress.say("Writing " + (files.size() + ours.size()) + " entries");
        List<String> command = new ArrayList<>(List.of("/usr/bin/" + python.name(), "-S", "-s", "-B", runner.path()));
        command.addAll(runner.arguments());
        ImageStore.Entry entry = store.add(name, List.of(files, ours), command, ENVIRONMENT, runner.annotations());
        progress.say("Image " + entry.name() + " " + entry.digest() + ", " + (entry.bytes() >> 20) + " MiB");
        return entry;
    }
}
