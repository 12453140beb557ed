package dev.airlock.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes an image of a directory that holds a whole root file system, such as one that debootstrap made. */
public final class RootfsImage {
    private static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/", "LANG=C.UTF-8");

    private RootfsImage() {}

    /**
     * Owners are not kept: all belongs to root. Devices, pipes and sockets are left out, and said so.
     *
     * @param directory becomes {@code /}; links in it are kept and never followed
     * @param command the program, found in the image as a shell would, and its arguments
     * @param runtime which reviewed base set of system calls it runs under
     */
    public static ImageStore.Entry build(
            ImageStore store, String name, Path directory, List<String> command, String runtime, Progress progress)
            throws IOException, ImageRejected {
        if (!Files.isDirectory(directory)) {
            throw new ImageRejected("root file system " + directory, "is no directory", "name one");
        }
        LayerPlan plan = new LayerPlan();
        plan(directory, "", plan, progress);
        if (plan.size() > Limits.ENTRIES) {
            throw new ImageRejected(directory.toString(), plan.size() + " entries", "at most " + Limits.ENTRIES);
        }
        progress.say("Writing " + plan.size() + " entries");
        return store.add(name, List.of(plan), command, ENVIRONMENT, Annotations.of(runtime, ""));
    }

    private static void plan(Path folder, String home, LayerPlan plan, Progress progress) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            String path = home + "/" + file.getFileName();
            if (Files.isSymbolicLink(file)) {
                plan.link(path, Files.readSymbolicLink(file).toString());
            } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                plan.folder(path, permissions(file));
                plan(file, path, plan, progress);
            } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                plan.copy(path, file, permissions(file));
            } else {
                progress.say("Left out: " + path + ", which is neither file, directory nor link");
            }
        }
    }

    private static int permissions(Path file) throws IOException {
        Set<PosixFilePermission> set = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        int bits = 0;
        for (char right : PosixFilePermissions.toString(set).toCharArray()) {
            bits = bits << 1 | (right == '-' ? 0 : 1);
        }
        return bits;
    }
}
