package dev.airlock.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Names a blob (OCI image-spec 1.1, descriptor.md).
 *
 * @param size bytes
 */
record Descriptor(String mediaType, String digest, long size) {
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    static Descriptor read(JsonNode node, String thing, String fix) throws ImageRejected {
        String mediaType = node.path("mediaType").asText("");
        String digest = node.path("digest").asText("");
        JsonNode size = node.path("size");
        if (!Digest.isDigest(digest)) {
            throw new ImageRejected(thing, "has the digest \"" + digest + "\"", "only sha256 digests are read; " + fix);
        }
        if (!size.canConvertToLong() || !size.isIntegralNumber() || size.longValue() < 0) {
            throw new ImageRejected(thing, "has the size " + size, fix);
        }
        return new Descriptor(mediaType, digest, size.longValue());
    }

    static Descriptor of(String mediaType, byte[] bytes) {
        return new Descriptor(mediaType, Digest.of(bytes), bytes.length);
    }

    ObjectNode json() {
        return Json.object().put("mediaType", mediaType).put("digest", digest).put("size", size);
    }

    boolean isManifest() {
        return mediaType.equals(MANIFEST) || mediaType.equals("application/vnd.docker.distribution.manifest.v2+json");
    }

    boolean isIndex() {
        return mediaType.equals(INDEX) || mediaType.equals("application/vnd.docker.distribution.manifest.list.v2+json");
    }

    boolean isTar() {
        return mediaType.equals(LAYER);
    }

    boolean isGzip() {
        return mediaType.equals(LAYER + "+gzip")
                || mediaType.equals("application/vnd.docker.image.rootfs.diff.tar.gzip");
    }
}
