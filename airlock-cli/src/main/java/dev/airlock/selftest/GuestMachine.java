package dev.airlock.selftest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The file system in memory of a machine that boots, does its task and ends. The code under test is packed anew for each run, behind
 * the part that is kept.
 */
final class GuestMachine {
    private final Path cache;
    private final Consumer<String> progress;

    GuestMachine(Path cache, Consumer<String> progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /** Writes what is to be unpacked into the machine's memory to {@code file}, and what it needs on the way beside it. */
    void pack(Kernel kernel, Path images, TestCode code, Task task, Path file)
            throws SelftestFailed, IOException, InterruptedException {
        Path base = new GuestBase(cache, progress).archive(kernel, images, code.libraries());
        progress.accept("packing the code under test");
        GuestFiles own = new GuestFiles();
        TestCode inside = inside(code, own, file.toAbsolutePath().getParent());
        own.text(GuestBase.ARGUMENTS, TestJvm.argumentFile(task.arguments(inside)));
        own.text(GuestBase.TASK, task.script());
        Files.copy(base, file);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND))) {
            own.write(out);
        }
    }

    /**
     * Puts the code below /code; gives where it is there. The module gets its tests put into it: one that is patched when it is loaded
     * costs a JVM its archive of loaded classes, and seconds where a processor is emulated.
     */
    static TestCode inside(TestCode code, GuestFiles files, Path scratch) throws IOException {
        Path linux = Path.of("/code/linux");
        files.copy(linux.toString(), classes(code.linux(), scratch));
        files.copy(linux.toString(), classes(code.linuxTests(), scratch));
        List<Path> ours = new ArrayList<>();
        for (Path part : code.ours()) {
            String path = "/code/" + ours.size() + (Files.isDirectory(part) ? "" : ".jar");
            files.copy(path, part);
            ours.add(Path.of(path));
        }
        return new TestCode(
                linux,
                linux,
                ours,
                code.tests().stream()
                        .map(part -> part.equals(code.linuxTests())
                                ? linux
                                : ours.get(code.ours().indexOf(part)))
                        .toList(),
                code.libraries().stream().map(GuestBase::library).toList());
    }

    /** A directory of classes as it is, a jar unpacked. */
    private static Path classes(Path part, Path scratch) throws IOException {
        if (Files.isDirectory(part)) {
            return part;
        }
        Path unpacked = Files.createTempDirectory(scratch, "classes-");
        try (FileSystem jar = FileSystems.newFileSystem(part);
                Stream<Path> files = Files.walk(jar.getPath("/"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = unpacked.resolve(file.toString().substring(1));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        return unpacked;
    }
}
