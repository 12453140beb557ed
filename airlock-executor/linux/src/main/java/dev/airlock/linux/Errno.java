package dev.airlock.linux;

import java.util.Map;

/** A system call that failed, with the number the kernel gave, its name and, where we know one, the fix. */
public final class Errno extends Exception {
    private static final long serialVersionUID = 1L;

    // include/uapi/asm-generic/errno-base.h and errno.h.
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int ENOTTY = 25;
    public static final int ENOSYS = 38;
    public static final int EOPNOTSUPP = 95;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(EPERM, "EPERM"),
            Map.entry(ENOENT, "ENOENT"),
            Map.entry(ESRCH, "ESRCH"),
            Map.entry(EINTR, "EINTR"),
            Map.entry(EIO, "EIO"),
            Map.entry(EBADF, "EBADF"),
            Map.entry(EAGAIN, "EAGAIN"),
            Map.entry(ENOMEM, "ENOMEM"),
            Map.entry(EACCES, "EACCES"),
            Map.entry(EFAULT, "EFAULT"),
            Map.entry(EBUSY, "EBUSY"),
            Map.entry(EINVAL, "EINVAL"),
            Map.entry(ENFILE, "ENFILE"),
            Map.entry(EMFILE, "EMFILE"),
            Map.entry(ENOTTY, "ENOTTY"),
            Map.entry(ENOSYS, "ENOSYS"),
            Map.entry(EOPNOTSUPP, "EOPNOTSUPP"));

    private final String call;
    private final int number;

    /**
     * @param call what was called, with its object where that helps: {@code open /dev/kvm}
     * @param number the errno, 1 to 4095
     */
    public Errno(String call, int number) {
        super(call + ": " + nameOf(number) + " (errno " + number + ")" + fixOf(call, number));
        this.call = call;
        this.number = number;
    }

    /** What was called. */
    public String call() {
        return call;
    }

    /** The errno, 1 to 4095. */
    public int number() {
        return number;
    }

    /** The errno's name in C, or {@code errno N} for one that this class does not name. */
    public String name() {
        return nameOf(number);
    }

    private static String nameOf(int number) {
        return NAMES.getOrDefault(number, "errno " + number);
    }

    private static String fixOf(String call, int number) {
        if (!call.endsWith(Kvm.DEVICE)) {
            return "";
        }
        return switch (number) {
            case EACCES, EPERM -> "; let this user open it: add the user to group kvm and log in again";
            case ENOENT ->
                "; there is no KVM here: load kvm_intel or kvm_amd, allow nested virtualisation, or pass the device"
                        + " into the container";
            default -> "";
        };
    }
}
