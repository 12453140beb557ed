package dev.airlock.microvm.files;

/** The devices that there are; none reaches one of the host. Source: Documentation/admin-guide/devices.txt, v6.12. */
public enum Device implements Inode {
    NULL("null", 3),
    ZERO("zero", 5),
    FULL("full", 7),
    RANDOM("random", 8),
    URANDOM("urandom", 9);

    private static final int MAJOR = 1;

    private final String text;
    private final int minor;

    Device(String text, int minor) {
        this.text = text;
        this.minor = minor;
    }

    /** What /dev calls it. */
    String text() {
        return text;
    }

    /** As in {@code st_rdev}. */
    public long identity() {
        return (long) MAJOR << 8 | minor;
    }

    @Override
    public long device() {
        return DEVICES_DEVICE;
    }

    @Override
    public long number() {
        return minor + 1L;
    }

    @Override
    public int mode() {
        return FileTypes.CHARACTER_DEVICE | 0666;
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
        return 0;
    }

    @Override
    public Times times() {
        return Times.all(0);
    }
}
