package dev.airlock.microvm.files;

import dev.airlock.image.RootFs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All files of one guest: the image, /tmp, /dev/shm and /out in memory, /in, and /dev. What the guest changes is its own alone. */
public final class FileTree {
    /** What a guest may keep in files in memory unless its limits say otherwise. */
    public static final long TEMP_BYTES = 64L << 20;

    private static final String TEMP = "tmp";
    private static final String DEVICES = "dev";
    private static final String INPUTS = "in";
    private static final String OUTPUTS = "out";

    private final RootFs image;
    private final TempSpace space;
    private final ImageFolder root;
    private final Map<String, Folder> mounts;

    private FileTree(RootFs image, TempSpace space, ImageFolder root, Map<String, Folder> mounts) {
        this.image = image;
        this.space = space;
        this.root = root;
        this.mounts = mounts;
    }

    /** The tree of a new guest. */
    public static FileTree over(RootFs image) {
        TempSpace space = new TempSpace(TEMP_BYTES);
        Map<String, Folder> mounts = new LinkedHashMap<>();
        ImageFolder root = ImageFolder.root(image.root(), mounts);
        mounts.put(TEMP, TempFolder.mounted(space, root, TEMP));
        mounts.put(DEVICES, new DeviceFolder(root, space));
        return new FileTree(image, space, root, mounts);
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
        return new Copy(new FileTree(image, otherSpace, otherRoot, mounts), copies);
    }

    /** How much may be kept in memory from now on; what is there already stays. */
    public void limit(long tempBytes) {
        space.limit(tempBytes);
    }

    /**
     * Gives one run its files below /in, which never change, in place of those that were given before, and an empty /out. Before it begins, and of a tree
     * that is not copied any more.
     *
     * @throws IllegalArgumentException if two names are one, or one is a folder of another
     */
    public void hand(List<GuestFile> inputs) {
        mounts.put(INPUTS, ImageFolder.inputs(InputFiles.folder(inputs), root, INPUTS));
        if (!mounts.containsKey(OUTPUTS)) {
            mounts.put(OUTPUTS, TempFolder.mounted(space, root, OUTPUTS));
        }
    }

    /** What the run left in /out, see {@link OutputFiles}. */
    public OutputFiles.Taken take(List<String> names, long bytesMax, Consumer<TempFile> settle) {
        return mounts.get(OUTPUTS) instanceof TempFolder outputs
                ? OutputFiles.take(outputs, names, bytesMax, settle)
                : new OutputFiles.Taken.Files(List.of());
    }

    /** Whether the guest keeps nothing in memory: /tmp and /dev/shm are empty, and no file without a name is open. */
    public boolean isUntouched() {
        return space.nodes() == 0 && space.used() == 0;
    }

    /** A path that leads to a file of the image, found by its number; empty if none does. */
    public Optional<String> pathOf(ImageFile file) {
        Deque<Folder> folders = new ArrayDeque<>(List.of(root));
        while (!folders.isEmpty()) {
            Folder folder = folders.removeFirst();
            for (Folder.Entry entry : folder.entries()) {
                if (entry.inode() instanceof ImageFolder inner) {
                    folders.addLast(inner);
                } else if (entry.inode() instanceof ImageFile other && other.is(file)) {
                    return folder.path().map(path -> (path.equals("/") ? "" : path) + "/" + entry.name());
                }
            }
        }
        return Optional.empty();
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
