package dev.airlock.jail.model;

/** One lock of the jail, and what puts it on. */
public enum Lock {
    USER("unprivileged user", "start as root with jail.user naming an unprivileged user, or as that user"),
    NO_NEW_PRIVILEGES("no_new_privs", "set jail=on, or start with --jail"),
    CAPABILITIES("no capabilities", "start with --jail; give the service no ambient capabilities"),
    BOUNDING_SET("empty bounding set", "start as root with --jail, or set CapabilityBoundingSet= in the unit"),
    SECCOMP(
            "system calls filtered",
            "set jail=on and jail.seccomp=errno or kill; the kernel needs CONFIG_SECCOMP_FILTER"),
    LANDLOCK_FILES(
            "Landlock: files",
            "start with --jail on Linux 5.13 or later, built with CONFIG_SECURITY_LANDLOCK and started with landlock in"
                    + " lsm="),
    LANDLOCK_TCP("Landlock: TCP ports", "start with --jail on Linux 6.7 or later with Landlock");

    private final String text;
    private final String fix;

    Lock(String text, String fix) {
        this.text = text;
        this.fix = fix;
    }

    /** What it is, for people. */
    public String text() {
        return text;
    }

    /** What to do when it is off. */
    public String fix() {
        return fix;
    }
}
