package dev.airlock.microvm.files;

import dev.airlock.image.Node;

/** A link of the image. */
public record ImageLink(Node.Symlink node) implements Link {
    @Override
    public String target() {
        return Names.bytes(node.target());
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
        return FileTypes.LINK | node.permissions();
    }

    @Override
    public int owner() {
        return 0;
    }

    @Override
    public int links() {
        return 1;
    }

    @Override
    public long bytes() {
        return target().length();
    }

    @Override
    public Times times() {
        return Times.ofSeconds(node.modifiedSeconds());
    }
}
