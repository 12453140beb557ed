package dev.airlock.image;

/** What an image may be at most. Each is far above a real image and far below what would hurt the host. */
final class Limits {
    /** index.json, a manifest or a config, bytes. */
    static final int DOCUMENT_BYTES = 4 << 20;
    /** One layer, packed or unpacked, bytes; also a single ByteBuffer's reach. */
    static final long LAYER_BYTES = 1L << 30;
    /** All layers of an image, unpacked, bytes. */
    static final long IMAGE_BYTES = 2L << 30;

    static final int LAYERS = 128;
    /** Headers, extended headers and long names of one tar entry, with the padding before them, bytes. */
    static final int HEADERS_BYTES = 1 << 20;
    /** Tar entries of all layers together. */
    static final int ENTRIES = 500_000;
    /** Components of one path. */
    static final int DEPTH = 128;
    /** Images in one layout. */
    static final int IMAGES = 1_000;
    /** One ELF file, bytes. */
    static final long ELF_BYTES = 256L << 20;

    private Limits() {}
}
