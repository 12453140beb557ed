package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.microvm.files.GuestFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes files out of a folder that a program wrote and can no longer change. No link is followed, and only plain files are taken; a name
 * that is none there is not taken.
 */
final class OutFolder {
    /** What may lie in the folder: its files and folders, all the way down. */
    private static final int ENTRIES_MAX = 256;

    private final Path folder;
    private final Waiting waiting;

    /** Whether the program still waits in the call in which its files are taken: else its number, and the folder, may be another's. */
    interface Waiting {
        boolean holds() throws Errno;
    }

    OutFolder(Path folder, Waiting waiting) {
        this.folder = folder;
        this.waiting = waiting;
    }

    /** What was taken. */
    sealed interface Taken {
        record Files(List<GuestFile> files) implements Taken {
            public Files {
                files = List.copyOf(files);
            }
        }

        /** The program does not wait any more: nothing is taken then. */
        record Gone() implements Taken {}

        /** More than may be: nothing is taken then. */
        record TooMuch(String what) implements Taken {}
    }

    /** @param bytesMax what the files of these names may have together */
    Taken take(List<String> names, long bytesMax) throws Errno, IOException {
        try {
            return taken(names, bytesMax);
        } catch (IOException e) {
            if (!waiting.holds()) {
                return new Taken.Gone();
            }
            throw e;
        }
    }

    private Taken taken(List<String> names, long bytesMax) throws Errno, IOException {
        try (SecureDirectoryStream<Path> root = open()) {
            if (entries(root, 0) > ENTRIES_MAX) {
                return new Taken.TooMuch("more than " + ENTRIES_MAX + " files in /out");
            }
        }
        List<GuestFile> taken = new ArrayList<>();
        long room = bytesMax;
        for (String name : names) {
            try (SecureDirectoryStream<Path> root = open()) {
                Optional<byte[]> content = content(root, List.of(name.split("/", -1)), room);
                if (content.isPresent()) {
                    if (content.get().length > room) {
                        return new Taken.TooMuch("output files of more than " + bytesMax + " bytes");
                    }
                    room -= content.get().length;
                    taken.add(new GuestFile(name, content.get()));
                }
            }
        }
        return new Taken.Files(taken);
    }

    @SuppressWarnings("StreamResourceLeak") // whoever asked for it closes it
    private SecureDirectoryStream<Path> open() throws Errno, IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        if (!waiting.holds()) {
            stream.close();
            throw new IOException("the program does not wait any more");
        }
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this JDK opens no directory by its descriptor, and links could lead out of /out");
    }

    private static Optional<byte[]> content(SecureDirectoryStream<Path> at, List<String> parts, long room)
            throws IOException {
        Path name = Path.of(parts.getFirst());
        Optional<BasicFileAttributes> found = attributes(at, name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (parts.size() > 1) {
            if (!found.get().isDirectory()) {
                return Optional.empty();
            }
            try (SecureDirectoryStream<Path> below = at.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return content(below, parts.subList(1, parts.size()), room);
            }
        }
        return found.get().isRegularFile() ? Optional.of(read(at, name, room)) : Optional.empty();
    }

    /** One byte more than there is room for tells that there is too much. */
    private static byte[] read(SecureDirectoryStream<Path> at, Path name, long room) throws IOException {
        Set<? extends java.nio.file.OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel channel = at.newByteChannel(name, options)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(channel.size(), room + 1));
            int read = 0;
            while (buffer.hasRemaining() && read >= 0) {
                read = channel.read(buffer);
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    private static Optional<BasicFileAttributes> attributes(SecureDirectoryStream<Path> at, Path name) {
        try {
            return Optional.of(at.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Counts no further than one too many, and so no deeper. */
    private static int entries(SecureDirectoryStream<Path> at, int before) throws IOException {
        int count = before;
        for (Path entry : at) {
            count++;
            if (count > ENTRIES_MAX) {
                return count;
            }
            Path name = entry.getFileName();
            if (attributes(at, name).filter(BasicFileAttributes::isDirectory).isPresent()) {
                try (SecureDirectoryStream<Path> below = at.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    count = entries(below, count);
                }
            }
        }
        return count;
    }
}
