package dev.airlock.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lays a Python out below /usr, wherever it lies on the host: it finds its library by its own place, and the linker finds the
 * libraries in its default directory, the one that libc lies in.
 */
final class PythonFiles {
    private static final Set<String> UNNEEDED_FOLDERS = Set.of(
            "test",
            "tests",
            "idle_test",
            "idlelib",
            "tkinter",
            "turtledemo",
            "ensurepip",
            "lib2to3",
            "pydoc_data",
            "site-packages",
            "dist-packages",
            "lib-dynload",
            "venv",
            "distutils",
            "__phello__");
    private static final Set<String> UNNEEDED_FILES =
            Set.of("turtle.py", "pydoc.py", "antigravity.py", "_pyio.py", "sitecustomize.py", "__hello__.py");
    /** Extension modules for terminals, name services, other databases and Python's own tests. */
    private static final List<String> UNNEEDED_MODULES = List.of(
            "_test",
            "_ctypes_test",
            "_tkinter",
            "_curses",
            "_dbm",
            "_gdbm",
            "_xxtestfuzz",
            "_xxinterp",
            "xx",
            "nis",
            "ossaudiodev",
            "readline",
            "spwd");

    private final HostPython python;
    private final LayerPlan plan;
    private final SharedLibraries libraries;

    PythonFiles(HostPython python, LayerPlan plan, Progress progress) throws IOException {
        this.python = python;
        this.plan = plan;
        this.libraries = new SharedLibraries(progress);
    }

    void plan() throws IOException, ImageRejected {
        ElfFile program = SharedLibraries.elf(python.executable());
        String interpreter = program.interpreter()
                .orElseThrow(() -> new ImageRejected(
                        python.executable().toString(), "is not dynamically linked", "give one that is"));
        libraries.require(python.executable(), program);
        plan.copy("/usr/bin/" + python.name(), python.executable(), true).link("/usr/bin/python3", python.name());
        String home = "/usr/" + python.library().getParent().getFileName() + "/"
                + python.library().getFileName();
        tree(python.library(), home);
        modules(home + "/lib-dynload");
        libraries.plan(plan, python.executable(), interpreter);
    }

    private void modules(String home) throws IOException, ImageRejected {
        plan.folder(home, 0755);
        for (Path file : sorted(python.dynload())) {
            String name = file.getFileName().toString();
            if (!name.endsWith(".so") || UNNEEDED_MODULES.stream().anyMatch(name::startsWith)) {
                continue;
            }
            if (libraries.offer(file, SharedLibraries.elf(file))) {
                plan.copy(home + "/" + name, file, false);
            }
        }
    }

    private void tree(Path folder, String home) throws IOException {
        for (Path file : sorted(folder)) {
            String name = file.getFileName().toString();
            if (Files.isDirectory(file)) {
                if (!UNNEEDED_FOLDERS.contains(name) && !name.startsWith("config-")) {
                    tree(file, home + "/" + name);
                }
            } else if (Files.isRegularFile(file) && isNeeded(file, name)) {
                plan.copy(home + "/" + name, file, false);
            }
        }
    }

    private boolean isNeeded(Path file, String name) {
        if (!name.endsWith(".pyc")) {
            return !UNNEEDED_FILES.contains(name);
        }
        String suffix = "." + python.cacheTag() + ".pyc";
        if (!name.endsWith(suffix)) {
            return false;
        }
        String source = name.substring(0, name.length() - suffix.length()) + ".py";
        return !UNNEEDED_FILES.contains(source)
                && Files.isRegularFile(file.getParent().getParent().resolve(source));
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
