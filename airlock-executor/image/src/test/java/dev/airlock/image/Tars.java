package dev.airlock.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes the tars that a hostile or a foreign tool would. */
final class Tars {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    Tars() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    Tars file(String name, String content) {
        return put(name, TarConstants.LF_NORMAL, "", content);
    }

    Tars folder(String name) {
        return put(name + "/", TarConstants.LF_DIR, "", "");
    }

    Tars link(String name, String target) {
        return put(name, TarConstants.LF_SYMLINK, target, "");
    }

    Tars hardLink(String name, String target) {
        return put(name, TarConstants.LF_LINK, target, "");
    }

    Tars put(String name, byte type, String link, String content) {
        try {
            TarArchiveEntry entry = new TarArchiveEntry("x", type, true);
            // Set afterwards, so that the library does not make a hostile name harmless.
            entry.setName(name);
            entry.setLinkName(link);
            entry.setMode(0644);
            byte[] body = content.getBytes(StandardCharsets.UTF_8);
            entry.setSize(body.length);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(body);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    byte[] bytes() {
        try {
            tar.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    List<LayerEntry> entries() throws ImageRejected {
        return new LayerReader(MemorySegment.ofArray(bytes()), "layer").entries(1000);
    }

    /** The tree that layers make, lowest first. */
    static RootFs tree(Tars... layers) throws ImageRejected {
        TreeDraft tree = new TreeDraft();
        for (Tars layer : layers) {
            tree.lay(layer.entries(), "layer");
        }
        return new RootFs(tree.finish(), Digest.of(new byte[0]));
    }
}
