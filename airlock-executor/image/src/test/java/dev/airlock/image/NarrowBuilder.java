package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Builds in a process of its own, whose umask keeps everybody else out. */
final class NarrowBuilder {
    private NarrowBuilder() {}

    /**
     * Runs one to its end: an image of a folder, and one out of a layout.
     *
     * @param layout with one image
     */
    static void build(Path store, Path layout) throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask 077; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NarrowBuilder.class.getName(),
                        store.toString(),
                        layout.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    public static void main(String[] arguments) throws Exception {
        var store = new ImageStore(Path.of(arguments[0]));
        Path root = Files.createTempDirectory("airlock-root");
        Path program = Files.createFile(root.resolve("program"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        RootfsImage.build(store, "built:1", root, List.of("/program"), "native", _ -> {});
        Files.delete(program);
        Files.delete(root);
        store.importLayout(Path.of(arguments[1]), "foreign:1");
    }
}
