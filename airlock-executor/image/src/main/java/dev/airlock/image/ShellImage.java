package dev.airlock.image;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the image that runs shell payloads, without root, from a busybox of the host, static or dynamic.
 *
 * <p>Its program is {@code ash -s}: the shell that reads its commands from descriptor 0. There is one process in a guest, so what
 * works is what ash does in its own: assignments, arithmetic, functions, redirections, and its builtins. A pipeline, a command
 * substitution, a subshell, a background job and a command that is no builtin are a fork, and so a violation. What busybox can do
 * without forking first, an applet of the kind NOFORK or NOEXEC, can be the last command of a program: {@code exec ls /in}. The
 * program's standard input is the rest of the program.
 */
public final class ShellImage {
    /** What it is called in a store. */
    public static final String NAME = "airlock-shell:latest";

    private static final String INSTALL = "apt-get install busybox-static, or name one with --program";
    private static final String PROGRAM = "/usr/bin/busybox";
    private static final List<String> ENVIRONMENT = List.of("PATH=/usr/bin:/bin", "HOME=/", "LANG=C.UTF-8");

    private ShellImage() {}

    /** @param busybox which one; by default the first of /bin, /usr/bin and PATH */
    public static ImageStore.Entry build(ImageStore store, Optional<Path> busybox, Progress progress)
            throws IOException, ImageRejected {
        Path program = busybox.isPresent() ? busybox.get() : find();
        if (!Files.isRegularFile(program)) {
            throw new ImageRejected(program.toString(), "is no program", INSTALL);
        }
        Path real = program.toRealPath();
        ElfFile elf = SharedLibraries.elf(real);
        LayerPlan plan = Furniture.plan("/bin/sh").copy(PROGRAM, real, true).link("/usr/bin/sh", "busybox");
        if (elf.interpreter().isPresent()) {
            SharedLibraries libraries = new SharedLibraries(progress);
            libraries.require(real, elf);
            libraries.plan(plan, real, elf.interpreter().get());
        } else {
            SharedLibraries.merge(plan);
        }
        progress.say("busybox: " + real + (elf.interpreter().isPresent() ? ", dynamic" : ", static"));
        ImageStore.Entry entry = store.add(
                NAME, List.of(plan), List.of(PROGRAM, "ash", "-s"), ENVIRONMENT, Annotations.of("shell", "ash"));
        progress.say("Image " + entry.name() + " " + entry.digest() + ", " + (entry.bytes() >> 10) + " KiB");
        return entry;
    }

    private static Path find() throws ImageRejected {
        List<String> folders = new ArrayList<>(List.of("/bin", "/usr/bin"));
        folders.addAll(
                List.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)));
        return folders.stream()
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "busybox"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new ImageRejected("busybox", "is neither in /bin nor on PATH", INSTALL));
    }
}
