package dev.airlock.container;

import dev.airlock.microvm.files.GuestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Where a container's files are laid: a folder of ours, which the container sees at once as its /in and cannot write to. */
final class InFolder {
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path ours;
    private final Path seen;

    /**
     * @param ours the folder on this side
     * @param seen /in, as the container has it
     */
    InFolder(Path ours, Path seen) {
        this.ours = ours;
        this.seen = seen;
    }

    /**
     * Lays the files; each is new, and no link is followed to it.
     *
     * @throws IOException if the folder is not the one that the container has, or somebody else may write in it; then there is none of the files
     */
    void lay(List<GuestFile> files) throws IOException {
        if (!files.isEmpty()) {
            requireOurs();
        }
        for (GuestFile file : files) {
            Path at = ours.resolve(file.name());
            Files.createDirectories(at.getParent());
            Files.write(at, file.content(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("r--r--r--"));
        }
    }

    private void requireOurs() throws IOException {
        BasicFileAttributes here = Files.readAttributes(ours, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        BasicFileAttributes there = Files.readAttributes(seen, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean same =
                here.isDirectory() && there.isDirectory() && here.fileKey().equals(there.fileKey());
        if (!same) {
            throw new IOException("/in of the container is no folder of ours, so it is handed no files");
        }
        for (PosixFilePermission one : Files.getPosixFilePermissions(ours, LinkOption.NOFOLLOW_LINKS)) {
            if (OTHERS_WRITE.contains(one)) {
                throw new IOException("others may write in /in of the container, so it is handed no files");
            }
        }
    }
}
