package dev.airlock.container;

import dev.airlock.image.Node;
import dev.airlock.image.RootFs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The roots of images as folders of this host, by their digests: unpacked once, compared byte by byte with the image when a process first
 * uses one, and unpacked anew if it differs. Nobody may write in them. Any thread, one process at a time for one folder.
 */
public final class RootStore {
    /** Where a container's own file systems are mounted: there has to be a folder. That of processes is empty once its program begins. */
    private static final List<String> MOUNT_POINTS = List.of("dev", "in", "out", "proc", "tmp");

    /** Where libmount keeps what it knows beside the kernel. */
    private static final List<String> MOUNT_TABLE = List.of("run", "mount", "utab");

    private static final int OWNER_WRITES = 0222;
    private static final int EXECUTES = 0111;

    private final Path folder;
    private final Set<String> verified = new HashSet<>();

    /** @param folder made when the first root comes in */
    public RootStore(Path folder) {
        this.folder = folder;
    }

    /**
     * The folder that is this root.
     *
     * @throws ContainerFailed if the image is unfit: it has a file where a container's own file system has to be, or what those who mount believe
     * @throws IOException if it cannot be written
     */
    public synchronized Path of(RootFs root) throws IOException, ContainerFailed {
        Optional<String> unfit = unfit(root);
        if (unfit.isPresent()) {
            throw new ContainerFailed(unfit.get());
        }
        Path place = folder.resolve(root.digest().replace(':', '-'));
        if (verified.contains(root.digest())) {
            return place;
        }
        Node.Directory whole = withMountPoints(root.root());
        if (Files.exists(place) && !isSame(place, whole)) {
            delete(place);
        }
        if (Files.notExists(place)) {
            Files.createDirectories(folder);
            Path beside = Files.createTempDirectory(folder, "unpacking-");
            unpack(beside, whole);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
            if (!isSame(place, whole)) {
                throw new IOException("the root in " + place + " is not what was written to it; look at that disk");
            }
        }
        verified.add(root.digest());
        return place;
    }

    /** Why no container can have this root, with the fix; empty if one can. */
    static Optional<String> unfit(RootFs root) {
        Map<String, Node> children = root.root().children();
        for (String name : MOUNT_POINTS) {
            Node there = children.get(name);
            if (there != null && !(there instanceof Node.Directory)) {
                return Optional.of("the image has no folder /" + name + " but something else; pack it with one");
            }
        }
        return readByMounts(root.root());
    }

    /**
     * What libmount reads, of whatever root it is in, when it takes a file system away (util-linux, libmount/src/utils.c, "utab"). Links on the way there
     * can lead anywhere, so there are none.
     */
    private static Optional<String> readByMounts(Node.Directory root) {
        Node at = root;
        String path = "";
        for (String name : MOUNT_TABLE) {
            if (!(at instanceof Node.Directory folder) || folder.children().get(name) == null) {
                return Optional.empty();
            }
            at = folder.children().get(name);
            path = path + "/" + name;
            if (at instanceof Node.Symlink || name.equals(MOUNT_TABLE.getLast())) {
                return Optional.of("the image has " + path + ", " + (at instanceof Node.Symlink ? "a link, " : "")
                        + "and what lies at /" + String.join("/", MOUNT_TABLE)
                        + " is believed by who mounts and unmounts; pack it without");
            }
        }
        return Optional.empty();
    }

    private static Node.Directory withMountPoints(Node.Directory root) {
        Map<String, Node> children = new TreeMap<>(root.children());
        for (String name : MOUNT_POINTS) {
            // What an image has there is hidden by what is mounted, so it is left out.
            children.put(name, new Node.Directory(1, 0755, 0, new TreeMap<>()));
        }
        return new Node.Directory(root.inode(), root.permissions(), root.modifiedSeconds(), new TreeMap<>(children));
    }

    private static void unpack(Path at, Node.Directory directory) throws IOException {
        for (Map.Entry<String, Node> child : directory.children().entrySet()) {
            Path path = at.resolve(child.getKey());
            switch (child.getValue()) {
                case Node.Directory below -> {
                    Files.createDirectory(path);
                    unpack(path, below);
                }
                case Node.File file -> {
                    try (FileChannel channel =
                            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                        var content = file.content().asByteBuffer();
                        while (content.hasRemaining()) {
                            channel.write(content);
                        }
                    }
                    Files.setLastModifiedTime(path, time(file));
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(mode(file) == 0555 ? "r-xr-xr-x" : "r--r--r--"));
                }
                case Node.Symlink link -> Files.createSymbolicLink(path, Path.of(link.target()));
            }
        }
        Files.setLastModifiedTime(at, time(directory));
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    private static FileTime time(Node node) {
        return FileTime.from(node.modifiedSeconds(), TimeUnit.SECONDS);
    }

    /** Everybody may read, nobody write, and no bits beyond those. */
    private static int mode(Node.File file) {
        return (file.permissions() & EXECUTES) != 0 ? 0555 : 0444;
    }

    private static boolean isSame(Path place, Node.Directory root) throws IOException {
        return differs(place, root).isEmpty();
    }

    /** The first path that is not as in the image; empty if there is none. */
    private static String differs(Path at, Node node) throws IOException {
        boolean same =
                switch (node) {
                    case Node.Directory _ -> Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS) && isShut(at);
                    case Node.File file ->
                        Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)
                                && isShut(at)
                                && Files.size(at) == file.content().byteSize()
                                && Files.isExecutable(at) == (mode(file) == 0555)
                                && hasContent(at, file);
                    case Node.Symlink link ->
                        Files.isSymbolicLink(at)
                                && Files.readSymbolicLink(at).toString().equals(link.target());
                };
        if (!same || !(node instanceof Node.Directory directory)) {
            return same ? "" : at.toString();
        }
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> there = Files.newDirectoryStream(at)) {
            there.forEach(path -> names.add(path.getFileName().toString()));
        }
        if (!names.equals(directory.children().keySet())) {
            return at.toString();
        }
        for (Map.Entry<String, Node> child : directory.children().entrySet()) {
            String difference = differs(at.resolve(child.getKey()), child.getValue());
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    private static boolean isShut(Path at) throws IOException {
        return ((int) Files.getAttribute(at, "unix:mode", LinkOption.NOFOLLOW_LINKS) & OWNER_WRITES) == 0;
    }

    private static boolean hasContent(Path at, Node.File file) throws IOException {
        if (file.content().byteSize() == 0) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(at, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                            .mismatch(file.content().asByteBuffer())
                    < 0;
        }
    }

    /** Removes a folder with all that is in it; folders that nobody may write in are opened for that. */
    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> shut = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) throws IOException {
                shut.add(at);
                Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) throws IOException {
                Files.delete(at);
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path at : shut.reversed()) {
            Files.delete(at);
        }
    }
}
