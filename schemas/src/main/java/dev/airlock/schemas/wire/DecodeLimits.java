package dev.airlock.schemas.wire;

/**
 * What a record may claim about its own size. Avro takes these bounds from system properties, and without them believes a
 * length of two gigabytes in a record of twenty bytes. Source: org.apache.avro.SystemLimitException, 1.12.
 */
final class DecodeLimits {
    /** Above every topic's largest message. */
    static final int LENGTH_MAX = 8 << 20;

    static final int ITEMS_MAX = 65_536;

    private DecodeLimits() {}

    /** To be called before the first record is decoded. */
    static void apply() {
        System.setProperty("org.apache.avro.limits.bytes.maxLength", Integer.toString(LENGTH_MAX));
        System.setProperty("org.apache.avro.limits.string.maxLength", Integer.toString(LENGTH_MAX));
        System.setProperty("org.apache.avro.limits.collectionItems.maxLength", Integer.toString(ITEMS_MAX));
    }
}
