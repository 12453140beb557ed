package dev.airlock.microvm.files;

import dev.airlock.image.Node;
import java.lang.foreign.MemorySegment;

/**
 * A file that never changes.
 *
 * @param signed whether it is of the image, so that its content may be executed; what a run was given is not
 */
public record ImageFile(Node.File node, boolean signed) implements Inode {
    public MemorySegment content() {
        return node.content();
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
        return FileTypes.FILE | node.permissions();
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
        return node.content().byteSize();
    }

    @Override
    public Times times() {
        return Times.ofSeconds(node.modifiedSeconds());
    }
}
