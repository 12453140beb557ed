package dev.airlock.road.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes so many files and none after them, as a process that is killed. */
final class BrokenOff implements PrivateFile.Put {
    private int left;

    BrokenOff(int files) {
        this.left = files;
    }

    @Override
    public void at(Path path, String text, Set<PosixFilePermission> mode) throws IOException {
        if (left == 0) {
            throw new IOException("killed");
        }
        left--;
        PrivateFile.replace(path, text, mode);
    }

    /** Whether everything that was to be written was. */
    static boolean whole(Step step) throws IOException {
        try {
            step.go();
            return true;
        } catch (IOException e) {
            if (!"killed".equals(e.getMessage())) {
                throw e;
            }
            return false;
        }
    }

    /** What writes. */
    interface Step {
        void go() throws IOException;
    }

    /** Each file of a directory, and its text. */
    static Map<String, String> texts(Path directory) throws IOException {
        var texts = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
