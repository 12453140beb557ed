package dev.airlock.jail.shell;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds this process's directory of /proc for as long as the process lives. A rule of Landlock binds an inode, and /proc forgets those that
 * nobody has open when memory is short; the next look gets a new one, which no rule names, and /proc/self would be closed to us.
 */
final class OwnProc {
    private static final AtomicReference<FileChannel> HELD = new AtomicReference<>();

    private OwnProc() {}

    /** Any thread; a second time changes nothing. */
    static void hold() throws IOException {
        if (HELD.get() == null) {
            FileChannel opened = FileChannel.open(Path.of("/proc/self"), StandardOpenOption.READ);
            if (!HELD.compareAndSet(null, opened)) {
                opened.close();
            }
        }
    }
}
