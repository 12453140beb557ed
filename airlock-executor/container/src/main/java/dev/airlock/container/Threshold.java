package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PidFd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a runtime of many threads leaves to us, done while its process waits in the call by which it becomes the program: it needs /proc until then,
 * would itself meet limits on address space and processes, and gives a file system in memory the mode of the folder below it, whatever it is told. That
 * /proc is gone and the limits are there shows when the program is looked at.
 */
final class Threshold {
    /** In the bundle once the runtime is gone: then nobody but us has to do with the process that it has started. */
    static final String STARTED = "started";

    private static final int SECONDS_MAX = 10;
    /** And nobody removes another's. */
    private static final int ANYBODY_WRITES = 01777;

    private static final int SAID_MAX = 256;

    /**
     * Of $1 process, $2 address space in bytes, $3 its number of processes or nothing. umount enters the process's mount namespace for its one call
     * (umount(8), {@code --namespace}), and starts no helper ({@code --internal-only}): no program of the image runs, and of its files it reads
     * /run/mount/utab alone, which no image has that is let in ({@link RootStore#unfit}).
     */
    private static final String SCRIPT = """
            set -e
            umount --no-mtab --internal-only --namespace "$1" /proc
            prlimit --pid "$1" --as="$2"
            [ -z "$3" ] || prlimit --pid "$1" --nproc="$3"
            """;

    private Threshold() {}

    /**
     * Does it. Nobody but the runtime has been in the container yet, so the folders are those that it has mounted.
     *
     * @param limits as the program is to have them
     * @throws ContainerFailed with what the system said, if one of them cannot be done
     */
    static void cross(int process, Map<String, Long> limits) throws IOException, ContainerFailed {
        for (String folder : ContainerSpec.WRITABLE) {
            Files.setAttribute(new ProcView(process).inside(folder), "unix:mode", ANYBODY_WRITES);
        }
        String processes = limits.containsKey(ContainerSpec.PROCESSES)
                ? limits.get(ContainerSpec.PROCESSES).toString()
                : "";
        // In a mount namespace of its own, since umount goes back to where it came from, and an ordinary user may go
        // back to its own alone.
        List<String> words = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                Integer.toString(process),
                limits.get(ContainerSpec.ADDRESS_SPACE).toString(),
                processes);
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(Launch.ENVIRONMENT);
            Process settles = builder.start();
            String said = new String(settles.getInputStream().readNBytes(SAID_MAX), StandardCharsets.UTF_8).strip();
            if (!settles.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                settles.destroyForcibly();
                throw new ContainerFailed("the container's /proc cannot be taken away within " + SECONDS_MAX + " s");
            }
            if (settles.exitValue() != 0) {
                throw new ContainerFailed("the container's /proc and limits cannot be settled: " + said);
            }
        } catch (IOException e) {
            throw new ContainerFailed("the container's /proc and limits cannot be settled: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerFailed("interrupted", e);
        }
    }

    /**
     * Who has the process now: the first one of its process namespace, with which all of the container ends.
     *
     * @param starter whose child that is
     * @throws ContainerFailed if it is somebody else's
     */
    static PidFd keeper(int process, long starter) throws Errno, IOException, ContainerFailed {
        int parent = parentOf(process);
        PidFd keeper = PidFd.open(parent);
        boolean kept = false;
        try {
            kept = parentOf(parent) == starter && parentOf(process) == parent;
        } finally {
            if (!kept) {
                keeper.close();
            }
        }
        if (!kept) {
            throw new ContainerFailed("the container's process is kept by somebody else");
        }
        return keeper;
    }

    private static int parentOf(int process) throws IOException {
        return new ProcView(process).parent();
    }
}
