package dev.airlock.ledger.audit.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The disk that {@link Scratch} is on is full, or away, or nobody's to write to: it says nothing of what was read. */
public final class ScratchFailed extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final String directory;

    ScratchFailed(Path directory, IOException cause) {
        super("files in " + directory + " cannot be used: " + why(cause), cause);
        this.directory = directory.toString();
    }

    /** A file's name says nothing here: it has none, or had it for a moment. */
    private static String why(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "there is no such directory";
            case AccessDeniedException _ -> "this user may not write there";
            case FileSystemException named when named.getReason() != null -> named.getReason();
            default -> String.valueOf(cause.getMessage());
        };
    }

    /** Where the files are. */
    public String directory() {
        return directory;
    }
}
