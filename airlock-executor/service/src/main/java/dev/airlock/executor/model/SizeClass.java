package dev.airlock.executor.model;

import java.util.Optional;

/** The memory sizes in which guests exist; a snapshot is kept per size. */
public enum SizeClass {
    MIB_32(32),
    MIB_64(64),
    MIB_128(128),
    MIB_256(256),
    MIB_512(512);

    private final int mib;

    SizeClass(int mib) {
        this.mib = mib;
    }

    /** Guest memory in MiB. */
    public int mib() {
        return mib;
    }

    /** The largest class of at most {@code mib} MiB; empty below the smallest. */
    public static Optional<SizeClass> within(int mib) {
        SizeClass found = null;
        for (SizeClass size : values()) {
            found = size.mib <= mib ? size : found;
        }
        return Optional.ofNullable(found);
    }
}
