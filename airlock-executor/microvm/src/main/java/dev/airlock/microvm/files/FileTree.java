package dev.airlock.microvm.files;

import dev.airlock.image.RootFs;
import java.util.LinkedHashMap;
import java.util.Map;

/** All files of one guest: the image, /tmp and /dev/shm in memory, and /dev. What the guest changes is its own alone. */
public final class FileTree {
    /** What a guest may keep in files in memory unless its limits say otherwise. */
    public static final long TEMP_BYTES = 64L << 20;

    private static final String TEMP = "tmp";
    private static final String DEVICES = "dev";

    private final RootFs image;
    private final TempSpace space;
    private final ImageFolder root;

    private FileTree(RootFs image, TempSpace space, ImageFolder root) {
        this.image = image;
        this.space = space;
        this.root = root;
    }

    /** The tree of a new guest. */
    public static FileTree over(RootFs image) {
        TempSpace space = new TempSpace(TEMP_BYTES);
        Map<String, Folder> mounts = new LinkedHashMap<>();
        ImageFolder root = ImageFolder.root(image.root(), mounts);
        mounts.put(TEMP, TempFolder.mounted(space, root, TEMP));
        mounts.put(DEVICES, new DeviceFolder(root, space));
        return new FileTree(image, space, root);
    }

    /** A tree of its own with the same content, and how each thing in it is found. */
    public record Copy(FileTree tree, Copies copies) {}

    /** Copies everything that has a path; what else is {@link Copies#inode asked for} is whole after {@link Copies#finish}. */
    public Copy copy() {
        TempSpace otherSpace = space.copy();
        Copies copies = new Copies(otherSpace);
        Map<String, Folder> mounts = new LinkedHashMap<>();
        ImageFolder otherRoot = ImageFolder.root(image.root(), mounts);
        copies.put(root, otherRoot);
        root.child(DEVICES).ifPresent(devices -> mounts.put(DEVICES, ((DeviceFolder) devices).copy(otherRoot, copies)));
        root.child(TEMP).ifPresent(temp -> mounts.put(TEMP, copies.of((Folder) temp)));
        copies.finish();
        return new Copy(new FileTree(image, otherSpace, otherRoot), copies);
    }

    /** How much may be kept in memory from now on; what is there already stays. */
    public void limit(long tempBytes) {
        space.limit(tempBytes);
    }

    public TempSpace space() {
        return space;
    }

    public Folder root() {
        return root;
    }

    /** Walks a path of at most 4095 bytes. */
    public Landing find(Folder start, String path, boolean followLast) {
        return new Walk(root, start, followLast).to(path);
    }
}
