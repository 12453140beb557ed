package dev.airlock.microvm.files;

import dev.airlock.image.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory of the image, or of what a run was given; over the root's children lie what is mounted there. */
public final class ImageFolder implements Folder {
    private final Node.Directory node;
    private final Optional<Folder> parent;
    private final String name;
    private final Map<String, Folder> mounts;
    private final boolean signed;

    private ImageFolder(
            Node.Directory node, Optional<Folder> parent, String name, Map<String, Folder> mounts, boolean signed) {
        this.node = node;
        this.parent = parent;
        this.name = name;
        this.mounts = mounts;
        this.signed = signed;
    }

    /** @param mounts name to what hides the image's own child of that name; may still grow */
    static ImageFolder root(Node.Directory node, Map<String, Folder> mounts) {
        return new ImageFolder(node, Optional.empty(), "", mounts, true);
    }

    /** A directory that is as unchangeable as the image, and whose files a caller sent. */
    static ImageFolder inputs(Node.Directory node, Folder parent, String name) {
        return new ImageFolder(node, Optional.of(parent), name, Map.of(), false);
    }

    @Override
    public Optional<Inode> child(String wanted) {
        Folder mounted = mounts.get(wanted);
        return mounted != null
                ? Optional.of(mounted)
                : Optional.ofNullable(node.children().get(Names.text(wanted)))
                        .filter(_ -> Names.bytes(Names.text(wanted)).equals(wanted))
                        .map(found -> wrap(found, wanted));
    }

    private Inode wrap(Node found, String called) {
        return switch (found) {
            case Node.File file -> new ImageFile(file, signed);
            case Node.Symlink link -> new ImageLink(link);
            case Node.Directory folder -> new ImageFolder(folder, Optional.of(this), called, Map.of(), signed);
        };
    }

    @Override
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        mounts.forEach((called, folder) -> entries.add(new Entry(called, folder)));
        node.children().forEach((text, child) -> {
            String called = Names.bytes(text);
            if (!mounts.containsKey(called)) {
                entries.add(new Entry(called, wrap(child, called)));
            }
        });
        return entries;
    }

    @Override
    public Folder parent() {
        return parent.orElse(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long device() {
        return IMAGE_DEVICE;
    }

    @Override
    public long number() {
        return node.inode();
    }

    @Override
    public int mode() {
        return FileTypes.FOLDER | node.permissions();
    }

    @Override
    public int owner() {
        return 0;
    }

    @Override
    public int links() {
        return 2;
    }

    @Override
    public long bytes() {
        return node.children().size();
    }

    @Override
    public Times times() {
        return Times.ofSeconds(node.modifiedSeconds());
    }
}
