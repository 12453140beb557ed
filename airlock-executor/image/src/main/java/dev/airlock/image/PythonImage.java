package dev.airlock.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the image that runs Python payloads, without root, from a Python of the host. */
public final class PythonImage {
    /** What it is called in a store. */
    public static final String NAME = "airlock-python:latest";

    private static final String RUNNER = "/airlock/runner.py";

    /**
     * The whole environment of the guest. The hash seed is fixed because a warmed interpreter is copied for every run: a random
     * one would be the same in all runs anyway, and would make every snapshot, and every trace, a different one. A program that
     * makes its own hashes collide slows down nobody but its own guest, which has a deadline.
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
            "PYTHONDONTWRITEBYTECODE=1");

    private PythonImage() {}

    /**
     * Builds the image and puts it into the store, in place of the one before. The same Python gives the same digest.
     *
     * @param interpreter which Python; by default /usr/bin/python3, or else the first one on PATH
     */
    public static ImageStore.Entry build(ImageStore store, Optional<Path> interpreter, Progress progress)
            throws IOException, ImageRejected {
        HostPython python = HostPython.find(interpreter);
        progress.say("Python: " + python.executable() + " (" + python.name() + ")");
        LayerPlan plan = new LayerPlan();
        PythonFiles files = new PythonFiles(python, plan, progress);
        files.plan();
        base(plan);
        progress.say("Writing " + plan.size() + " entries");
        String program = "/usr/bin/" + python.name();
        ImageStore.Entry entry = store.add(NAME, plan, List.of(program, "-S", "-s", "-B", RUNNER), ENVIRONMENT);
        progress.say("Image " + entry.name() + " " + entry.digest() + ", " + (entry.bytes() >> 20) + " MiB");
        return entry;
    }

    private static void base(LayerPlan plan) throws IOException {
        plan.folder("/tmp", 01777).folder("/dev", 0755);
        plan.text("/etc/passwd", "root:x:0:0:root:/:/usr/bin/python3\n").text("/etc/group", "root:x:0:\n");
        try (InputStream runner = PythonImage.class.getResourceAsStream("/dev/airlock/image/runner.py")) {
            if (runner == null) {
                throw new IOException("runner.py is missing in the program's own files");
            }
            plan.text(RUNNER, new String(runner.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
