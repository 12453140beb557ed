package dev.airlock.jail.shell;

import dev.airlock.jail.model.TaskFacts;
import dev.airlock.jail.wire.TaskText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel says of threads. Any thread. */
public final class Tasks {
    private Tasks() {}

    /** Every thread of this process. */
    public static List<TaskFacts> ofThisProcess() throws IOException {
        return beneath(Path.of("/proc/self/task"));
    }

    /** Every thread of another process. */
    public static List<TaskFacts> of(long process) throws IOException {
        return beneath(Path.of("/proc", Long.toString(process), "task"));
    }

    /** The calling thread. */
    static TaskFacts ofThisThread() throws IOException {
        return TaskText.read(Files.readString(Path.of("/proc/thread-self/status")));
    }

    private static List<TaskFacts> beneath(Path tasks) throws IOException {
        List<TaskFacts> found = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                read(thread.resolve("status"), found);
            }
        }
        return List.copyOf(found);
    }

    /** A thread may end between being listed and being read; then it is nobody's concern. */
    private static void read(Path status, List<TaskFacts> found) throws IOException {
        try {
            found.add(TaskText.read(Files.readString(status)));
        } catch (NoSuchFileException _) {
            return;
        } catch (IOException e) {
            if (Files.exists(status)) {
                throw e;
            }
        }
    }
}
