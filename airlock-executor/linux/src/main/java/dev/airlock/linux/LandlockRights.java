package dev.airlock.linux;

import java.util.List;

/**
 * What Landlock can forbid, by the version of its interface that brought it. Source: include/uapi/linux/landlock.h, v6.12.
 *
 * @param since the first version that knows these rights
 * @param files the rights on files that came with it
 * @param network those on the network
 * @param scopes those beyond the own domain
 */
record LandlockRights(int since, long files, long network, long scopes) {
    static final long EXECUTE = 1L << 0;
    static final long WRITE_FILE = 1L << 1;
    static final long READ_FILE = 1L << 2;
    static final long READ_DIR = 1L << 3;
    static final long REMOVE_FILE = 1L << 5;
    static final long MAKE_REG = 1L << 8;
    static final long MAKE_SYM = 1L << 12;
    static final long REFER = 1L << 13;
    static final long TRUNCATE = 1L << 14;
    static final long IOCTL_DEV = 1L << 15;
    static final long BIND_TCP = 1L << 0;
    static final long CONNECT_TCP = 1L << 1;
    static final long SCOPE_ABSTRACT_UNIX_SOCKET = 1L << 0;
    static final long SCOPE_SIGNAL = 1L << 1;

    private static final List<LandlockRights> HISTORY = List.of(
            new LandlockRights(1, (MAKE_SYM << 1) - 1, 0, 0),
            new LandlockRights(2, REFER, 0, 0),
            new LandlockRights(3, TRUNCATE, 0, 0),
            new LandlockRights(4, 0, BIND_TCP | CONNECT_TCP, 0),
            new LandlockRights(5, IOCTL_DEV, 0, 0),
            new LandlockRights(6, 0, 0, SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL));

    /** Everything that version {@code abi} can forbid. */
    static LandlockRights of(int abi) {
        return HISTORY.stream()
                .filter(step -> step.since <= abi)
                .reduce(new LandlockRights(abi, 0, 0, 0), LandlockRights::with);
    }

    private LandlockRights with(LandlockRights step) {
        return new LandlockRights(since, files | step.files, network | step.network, scopes | step.scopes);
    }
}
