package dev.airlock.microvm.files;

/** What a path can lead to. Used on the thread of the guest whose tree it is. */
public sealed interface Inode permits ImageFile, Folder, Link, TempFile, Device {
    /** Device numbers: one for each kind of file system there is. */
    long IMAGE_DEVICE = 1;

    long TEMP_DEVICE = 2;
    long DEVICES_DEVICE = 3;

    /** The user the guest runs as; it owns what it makes, and root all else. */
    int NOBODY = 65534;

    long device();

    long number();

    /** Type and permissions, as in {@code st_mode}. */
    int mode();

    /** {@link #NOBODY} or 0. */
    int owner();

    int links();

    /** As in {@code st_size}. */
    long bytes();

    Times times();

    /** Whether the guest's user may do all that {@code wanted} holds: 4 read, 2 write, 1 execute or search. */
    default boolean allows(int wanted) {
        int granted = owner() == NOBODY ? mode() >> 6 : mode();
        return (granted & wanted) == wanted;
    }

    /** Whether both are the same inode, however either was reached. */
    default boolean is(Inode other) {
        return device() == other.device() && number() == other.number();
    }
}
