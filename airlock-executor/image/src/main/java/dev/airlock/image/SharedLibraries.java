package dev.airlock.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The libraries that files of the host need, laid out in the one folder where the dynamic linker looks by default: the one that
 * libc lies in.
 */
final class SharedLibraries {
    private final HostLibraries host;
    private final Progress progress;
    private final Map<String, Path> found = new HashMap<>();

    /** A file whose libraries are still to be looked for. */
    private record Needer(Path file, ElfFile elf, boolean optional) {}

    SharedLibraries(Progress progress) throws IOException {
        this.host = HostLibraries.ofHost();
        this.progress = progress;
    }

    /** Adds all libraries that a program needs, and those that they need. */
    void require(Path file, ElfFile elf) throws IOException, ImageRejected {
        collect(new Needer(file, elf, false));
    }

    /** The same for a file that can be left out: false if one of its libraries is missing, and then nothing is added. */
    boolean offer(Path file, ElfFile elf) throws IOException, ImageRejected {
        return collect(new Needer(file, elf, true));
    }

    private boolean collect(Needer first) throws IOException, ImageRejected {
        Map<String, Path> more = new HashMap<>();
        Deque<Needer> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Needer needer = open.removeFirst();
            for (String name : needer.elf().needed()) {
                if (found.containsKey(name) || more.containsKey(name)) {
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
                more.put(name, file);
                open.add(new Needer(file, elf(file), first.optional()));
            }
        }
        found.putAll(more);
        return true;
    }

    /** Lays the libraries and the linker out, and links /bin, /lib and /lib64 into /usr. */
    void plan(LayerPlan plan, Path program, String interpreter) throws IOException, ImageRejected {
        Path libc = found.entrySet().stream()
                .filter(library -> library.getKey().startsWith("libc."))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() ->
                        new ImageRejected(program.toString(), "needs no libc", "give a dynamically linked program"));
        String folder = merged(libc.getParent().toString());
        found.forEach((name, file) -> plan.copy(folder + "/" + name, file, true));
        Path linker = Path.of(interpreter).toRealPath();
        String name = Path.of(interpreter).getFileName().toString();
        plan.copy(folder + "/" + name, linker, true);
        if (!plan.holds(merged(interpreter))) {
            plan.link(merged(interpreter), folder + "/" + name);
        }
        progress.say(found.size() + " shared libraries in " + folder);
        merge(plan).link("/lib", "usr/lib").link("/lib64", "usr/lib64").folder("/usr/lib64", 0755);
    }

    /** A layout without libraries. */
    static LayerPlan merge(LayerPlan plan) {
        return plan.link("/bin", "usr/bin");
    }

    static ElfFile elf(Path file) throws IOException, ImageRejected {
        return ElfFile.parse(HostLibraries.read(file), file.toString());
    }

    /** Where a path of a host lies in the image, in which /bin, /lib and /lib64 are links into /usr. */
    private static String merged(String path) {
        return path.startsWith("/lib") ? "/usr" + path : path;
    }
}
