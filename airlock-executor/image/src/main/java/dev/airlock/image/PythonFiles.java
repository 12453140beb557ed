package dev.airlock.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** A file whose libraries are still to be looked for. */
    private record Needer(Path file, ElfFile elf, boolean optional) {}

    private final HostPython python;
    private final LayerPlan plan;
    private final Progress progress;
    private final Map<String, Path> libraries = new HashMap<>();

    PythonFiles(HostPython python, LayerPlan plan, Progress progress) {
        this.python = python;
        this.plan = plan;
        this.progress = progress;
    }

    void plan() throws IOException, ImageRejected {
        HostLibraries host = HostLibraries.ofHost();
        ElfFile program = elf(python.executable());
        String interpreter = program.interpreter()
                .orElseThrow(() -> new ImageRejected(
                        python.executable().toString(), "is not dynamically linked", "give one that is"));
        collect(host, new Needer(python.executable(), program, false));
        plan.copy("/usr/bin/" + python.name(), python.executable(), true).link("/usr/bin/python3", python.name());
        String home = "/usr/" + python.library().getParent().getFileName() + "/"
                + python.library().getFileName();
        tree(python.library(), home);
        modules(host, home + "/lib-dynload");
        linker(interpreter);
        plan.link("/bin", "usr/bin")
                .link("/lib", "usr/lib")
                .link("/lib64", "usr/lib64")
                .folder("/usr/lib64", 0755);
    }

    private void modules(HostLibraries host, String home) throws IOException, ImageRejected {
        plan.folder(home, 0755);
        for (Path file : sorted(python.dynload())) {
            String name = file.getFileName().toString();
            if (!name.endsWith(".so") || UNNEEDED_MODULES.stream().anyMatch(name::startsWith)) {
                continue;
            }
            if (collect(host, new Needer(file, elf(file), true))) {
                plan.copy(home + "/" + name, file, false);
            }
        }
    }

    /** Adds all libraries that a file needs, and those that they need. False if one is missing and the file can be left out. */
    private boolean collect(HostLibraries host, Needer first) throws IOException, ImageRejected {
        Map<String, Path> found = new HashMap<>();
        Deque<Needer> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Needer needer = open.removeFirst();
            for (String name : needer.elf().needed()) {
                if (libraries.containsKey(name) || found.containsKey(name)) {
                    continue;
                }
                Optional<Path> library = host.find(name, needer.file(), needer.elf());
                if (library.isEmpty() && first.optional()) {
                    progress.say("Left out: " + first.file().getFileName() + ", whose " + name + " is not installed");
                    return false;
                }
                Path file = library.orElseThrow(() -> new ImageRejected(
                        needer.file().toString(),
                        "needs " + name + ", which is not here",
                        "install the package that has it"));
                found.put(name, file);
                open.add(new Needer(file, elf(file), first.optional()));
            }
        }
        libraries.putAll(found);
        return true;
    }

    private void linker(String interpreter) throws IOException, ImageRejected {
        Path libc = libraries.entrySet().stream()
                .filter(library -> library.getKey().startsWith("libc."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new ImageRejected(
                        python.executable().toString(), "needs no libc", "give a dynamically linked Python"));
        String folder = merged(libc.getParent().toString());
        libraries.forEach((name, file) -> plan.copy(folder + "/" + name, file, true));
        Path linker = Path.of(interpreter).toRealPath();
        String name = Path.of(interpreter).getFileName().toString();
        plan.copy(folder + "/" + name, linker, true);
        if (!plan.holds(merged(interpreter))) {
            plan.link(merged(interpreter), folder + "/" + name);
        }
        progress.say(libraries.size() + " shared libraries in " + folder);
    }

    /** Where a path of a host lies in the image, in which /bin, /lib and /lib64 are links into /usr. */
    private static String merged(String path) {
        return path.startsWith("/lib") ? "/usr" + path : path;
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

    private static ElfFile elf(Path file) throws IOException, ImageRejected {
        return ElfFile.parse(HostLibraries.read(file), file.toString());
    }
}
