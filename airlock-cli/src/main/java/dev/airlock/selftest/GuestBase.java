package dev.airlock.selftest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The big part of the machine's files, which is kept from run to run: Java, Python's image, the kernel's modules, libraries of others. */
final class GuestBase {
    /** Where it holds the store with the images. */
    static final Path IMAGES = Path.of("/images");

    /** What is run once the machine is up: a script of its shell, whose standard output and error are heard. */
    static final String TASK = "/code/task";

    /** What its JVMs are run with. */
    static final String ARGUMENTS = "/code/arguments";

    /** The first serial line is the kernel's, the second the task's. There is a loopback device, and nothing behind it. */
    private static final String INIT = """
            #!/bin/busybox sh
            /bin/busybox mount -t proc proc /proc
            /bin/busybox mount -t sysfs sysfs /sys
            /bin/busybox mount -t devtmpfs devtmpfs /dev
            for module in /kernel/*.ko; do
                /bin/busybox insmod $module
            done
            /bin/busybox chmod 666 /dev/kvm
            /bin/busybox ls -l /dev/kvm
            /bin/busybox ifconfig lo 127.0.0.1 up
            /bin/busybox hostname localhost
            export HOME=/tmp
            cd /tmp
            /bin/busybox sh %s > /dev/ttyS1 2>&1
            echo "%s$?" > /dev/ttyS1
            /bin/busybox poweroff -f
            """.formatted(TASK, Hearing.EXIT);

    private final Path cache;
    private final Consumer<String> progress;

    GuestBase(Path cache, Consumer<String> progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /** Where it holds a library. */
    static Path library(Path jar) {
        return Path.of("/libraries", jar.getFileName().toString());
    }

    /** The archive of it, made now or in an earlier run. */
    Path archive(Kernel kernel, Path images, List<Path> libraries)
            throws SelftestFailed, IOException, InterruptedException {
        Path runtime = JavaRuntime.in(cache, progress);
        GuestFiles files = new GuestFiles();
        for (String folder : List.of("/dev", "/proc", "/sys", "/tmp")) {
            files.folder(folder);
        }
        files.text("/init", INIT);
        files.text("/etc/hosts", "127.0.0.1 localhost\n");
        files.text("/etc/passwd", "root:x:0:0:root:/tmp:/bin/sh\n");
        Path busybox = Tool.BUSYBOX.find();
        files.copy("/bin/busybox", busybox);
        for (Path library : SharedLibraries.of(List.of(busybox))) {
            files.copy(library.toString(), library);
        }
        for (Path library : libraries) {
            files.copy(library(library).toString(), library);
        }
        files.copy(IMAGES.toString(), images);
        int order = 10;
        for (Path module : modules(kernel)) {
            files.copy("/kernel/" + order++ + "-" + module.getFileName(), module);
        }
        JavaRuntime.add(files, runtime);
        return kept(files);
    }

    private List<Path> modules(Kernel kernel) throws SelftestFailed, IOException, InterruptedException {
        Path order = cache.resolve("modules-" + Fingerprint.of(kernel.modules()) + "-" + kernel.version());
        Path list = order.resolve("order");
        if (!Files.isRegularFile(list)) {
            try (Scratch scratch = Scratch.in(cache)) {
                Path made = Files.createDirectory(scratch.folder().resolve("modules"));
                List<Path> files = new KernelModules(kernel.modules()).unpack("kvm_amd", made);
                Files.write(
                        made.resolve("order"),
                        files.stream()
                                .map(file -> file.getFileName().toString())
                                .toList());
                Files.move(made, order);
            }
        }
        return Files.readAllLines(list).stream().map(order::resolve).toList();
    }

    private Path kept(GuestFiles files) throws IOException {
        Path base = cache.resolve("base-" + files.fingerprint() + ".cpio");
        if (!Files.isRegularFile(base)) {
            progress.accept("packing Java, Python and libraries");
            forgetOthers();
            Path half = Files.createTempFile(cache, "half-", ".cpio");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(half))) {
                files.write(out);
            }
            Files.move(half, base, StandardCopyOption.ATOMIC_MOVE);
        }
        return base;
    }

    private void forgetOthers() throws IOException {
        List<Path> old;
        try (Stream<Path> kept = Files.list(cache)) {
            old = kept.filter(file -> file.getFileName().toString().startsWith("base-"))
                    .toList();
        }
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
    }
}
