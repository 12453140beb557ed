package dev.airlock.selftest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries of this machine that programs of ours need, as its own linker finds them. */
final class SharedLibraries {
    private static final Pattern FOUND = Pattern.compile("\\s+(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)");

    private SharedLibraries() {}

    /** Absolute paths; none for a static program. */
    static SortedSet<Path> of(List<Path> files) throws SelftestFailed, IOException, InterruptedException {
        List<String> arguments = files.stream().map(Path::toString).toList();
        SortedSet<Path> libraries = new TreeSet<>();
        Consumer<String> hear = line -> {
            Matcher found = FOUND.matcher(line);
            if (found.matches()) {
                libraries.add(Path.of(found.group(1)));
            }
        };
        // Its exit code says no more than that one of the files is static.
        Command.of(Tool.LDD.find(), arguments).run(Path.of("/"), Command.PREPARING, hear);
        return libraries;
    }
}
