package dev.airlock.image;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;

/** Unpacks layers in memory. */
final class Layer {
    private Layer() {}

    /** The layer as a tar, whose digest is {@code diffId}, of at most {@code limit} bytes. */
    static MemorySegment tar(LayoutReader.Blob blob, String diffId, long limit) throws ImageRejected {
        Descriptor descriptor = blob.descriptor();
        String thing = "layer " + descriptor.digest();
        if (descriptor.isGzip()) {
            return unzip(blob.content(), diffId, Math.min(limit, Limits.LAYER_BYTES), thing);
        }
        if (!descriptor.isTar()) {
            throw new ImageRejected(
                    thing, "is a " + descriptor.mediaType(), "give a layer that is a tar, plain or gzip");
        }
        if (!descriptor.digest().equals(diffId)) {
            throw new ImageRejected(thing, "has the diff_id " + diffId + " in the config", "give a config that fits");
        }
        if (descriptor.size() > limit) {
            throw tooLarge(thing);
        }
        return blob.content();
    }

    /** Unzips twice: first to learn the true size and digest, then into just that much memory. */
    private static MemorySegment unzip(MemorySegment zipped, String diffId, long limit, String thing)
            throws ImageRejected {
        MessageDigest sha256 = Digest.sha256();
        try (GZIPInputStream first = new GZIPInputStream(new SegmentInput(zipped), 1 << 16)) {
            long size = 0;
            byte[] chunk = new byte[1 << 16];
            for (int count = first.read(chunk); count >= 0; count = first.read(chunk)) {
                size += count;
                if (size > limit) {
                    throw tooLarge(thing);
                }
                sha256.update(chunk, 0, count);
            }
            if (!Digest.finish(sha256).equals(diffId)) {
                throw new ImageRejected(thing, "unpacks to something else than " + diffId, "give a config that fits");
            }
            return fill(zipped, size, thing);
        } catch (IOException e) {
            throw new ImageRejected(
                    thing, "is no gzip: " + e.getMessage(), "give a layer that is a tar, plain or gzip");
        }
    }

    private static MemorySegment fill(MemorySegment zipped, long size, String thing) throws ImageRejected, IOException {
        MemorySegment tar = Memory.allocate(size, thing);
        try (GZIPInputStream second = new GZIPInputStream(new SegmentInput(zipped), 1 << 16)) {
            byte[] chunk = new byte[1 << 16];
            long at = 0;
            for (int count = second.read(chunk); count >= 0; count = second.read(chunk)) {
                MemorySegment.copy(MemorySegment.ofArray(chunk), 0, tar, at, count);
                at += count;
            }
        }
        return tar.asReadOnly();
    }

    private static ImageRejected tooLarge(String thing) {
        return new ImageRejected(
                thing, "unpacks to more than is allowed", "an image has at most " + Limits.IMAGE_BYTES + " bytes");
    }
}
