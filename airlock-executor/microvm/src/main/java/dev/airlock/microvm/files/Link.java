package dev.airlock.microvm.files;

/** A symbolic link. */
public sealed interface Link extends Inode permits ImageLink, TempLink {
    /** As it was written: at least one byte, at most {@link Walk#PATH_BYTES}. */
    String target();
}
