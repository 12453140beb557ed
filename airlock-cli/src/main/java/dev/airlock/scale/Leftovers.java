package dev.airlock.scale;

import dev.airlock.fleet.FleetFailed;
import dev.airlock.fleet.Member;
import dev.airlock.fleet.Terrain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a road has while it lives, to be looked for when it has ended.
 *
 * @param processes its own, and those that they started
 * @param runs the directories in which executors keep their containers' bundles, each with a name that its control groups begin with
 * @param scratch where its temporary files are
 */
record Leftovers(List<ProcessHandle> processes, List<Path> runs, Path scratch) {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Path PROC = Path.of("/proc");

    Leftovers {
        processes = List.copyOf(processes);
        runs = List.copyOf(runs);
    }

    static Leftovers of(Grounds grounds) throws IOException, FleetFailed {
        List<ProcessHandle> processes = new ArrayList<>();
        for (Member member : grounds.fleet().members()) {
            processes.add(member.handle());
            member.handle().descendants().forEach(processes::add);
        }
        return new Leftovers(
                processes, runs(grounds.terrain()), grounds.terrain().scratch());
    }

    /** @throws FleetFailed if programs ran in containers, and the executors have theirs elsewhere: then nobody can say that none is left */
    private static List<Path> runs(Terrain terrain) throws IOException, FleetFailed {
        Path runs = terrain.data().root().resolve("containers").resolve("runs");
        List<Path> found = Files.isDirectory(runs) ? entries(runs) : List.of();
        if (found.isEmpty() && terrain.isolation().equals("container")) {
            throw new FleetFailed("no executor has a directory below " + runs + ", so containers cannot be looked for");
        }
        return found;
    }

    /** What of it is still there, in a line each; whoever is just ending is given ten seconds. */
    List<String> behind() throws IOException, InterruptedException {
        long end = System.nanoTime() + GONE_WITHIN.toNanos();
        List<String> behind = look();
        while (!behind.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(LOOK);
            behind = look();
        }
        return behind;
    }

    private List<String> look() throws IOException {
        List<String> behind = new ArrayList<>();
        processes.stream()
                .filter(ProcessHandle::isAlive)
                .forEach(process -> behind.add("process " + process.pid() + " "
                        + process.info().command().orElse("")));
        for (Path run : runs) {
            if (Files.isDirectory(run)) {
                entries(run).forEach(bundle -> behind.add("bundle " + bundle));
            }
            contained(run.getFileName().toString()).forEach(behind::add);
        }
        entries(scratch).forEach(file -> behind.add("file " + file));
        return behind;
    }

    /** Processes in control groups of this name: a container's are nobody's children. */
    private static List<String> contained(String name) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path process : entries(PROC)) {
            if (groupsOf(process).contains("/" + name + "-")) {
                found.add("container process " + process.getFileName());
            }
        }
        return found;
    }

    /** Empty for what is no process, or has ended. */
    private static String groupsOf(Path process) {
        try {
            return Files.readString(process.resolve("cgroup"));
        } catch (IOException e) {
            return "";
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
