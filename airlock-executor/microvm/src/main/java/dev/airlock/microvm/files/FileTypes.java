package dev.airlock.microvm.files;

/** The type bits of {@code st_mode}. Source: include/uapi/linux/stat.h, v6.12. */
public final class FileTypes {
    public static final int MASK = 0170000;
    public static final int PIPE = 0010000;
    public static final int CHARACTER_DEVICE = 0020000;
    public static final int FOLDER = 0040000;
    public static final int FILE = 0100000;
    public static final int LINK = 0120000;

    private FileTypes() {}
}
