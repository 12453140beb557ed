package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Landlock ruleset: it forbids all that the kernel's Landlock can forbid, but for what its rules allow. Source:
 * Documentation/userspace-api/landlock.rst, v6.12. One thread.
 */
public final class Landlock implements AutoCloseable {
    // arch/x86/entry/syscalls/syscall_64.tbl, v6.12.
    static final long SYS_LANDLOCK_CREATE_RULESET = 444;
    static final long SYS_LANDLOCK_ADD_RULE = 445;
    static final long SYS_LANDLOCK_RESTRICT_SELF = 446;
    // include/uapi/linux/landlock.h, v6.12.
    static final int LANDLOCK_CREATE_RULESET_VERSION = 1;
    static final int LANDLOCK_RULE_PATH_BENEATH = 1;
    static final int LANDLOCK_RULE_NET_PORT = 2;

    // long syscall(SYS_landlock_create_ruleset, const struct landlock_ruleset_attr *, size_t size, __u32 flags)
    private static final MethodHandle CREATE_RULESET = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    // long syscall(SYS_landlock_add_rule, int ruleset, enum landlock_rule_type, const void *rule, __u32 flags)
    private static final MethodHandle ADD_RULE = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    // long syscall(SYS_landlock_restrict_self, int ruleset, __u32 flags)
    private static final MethodHandle RESTRICT_SELF = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));

    private final Descriptor descriptor;
    private final LandlockRights handled;

    /** What may be done to a file or beneath a directory. */
    public enum Access {
        READ(LandlockRights.READ_FILE | LandlockRights.READ_DIR),
        EXECUTE(LandlockRights.EXECUTE | LandlockRights.READ_FILE | LandlockRights.READ_DIR),
        /** Read, write, make, rename within and remove regular files. */
        WRITE(LandlockRights.READ_FILE
                | LandlockRights.READ_DIR
                | LandlockRights.WRITE_FILE
                | LandlockRights.TRUNCATE
                | LandlockRights.MAKE_REG
                | LandlockRights.REMOVE_FILE),
        /** Read, write and drive a device. */
        DEVICE(LandlockRights.READ_FILE | LandlockRights.WRITE_FILE | LandlockRights.IOCTL_DEV);

        /** The rights that mean something on what is no directory. */
        private static final long ON_FILES = LandlockRights.EXECUTE
                | LandlockRights.READ_FILE
                | LandlockRights.WRITE_FILE
                | LandlockRights.TRUNCATE
                | LandlockRights.IOCTL_DEV;

        private final long rights;

        Access(long rights) {
            this.rights = rights;
        }

        private long on(boolean directory) {
            return directory ? rights : rights & ON_FILES;
        }
    }

    private Landlock(Descriptor descriptor, LandlockRights handled) {
        this.descriptor = descriptor;
        this.handled = handled;
    }

    /**
     * The version of the kernel's Landlock, 1 or more.
     *
     * @throws Errno ENOSYS when the kernel was built without, EOPNOTSUPP when it was not switched on at boot
     */
    public static int abi() throws Errno {
        return create(MemorySegment.NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    }

    /** A ruleset without a rule: nothing is allowed. */
    public static Landlock create() throws Errno {
        LandlockRights handled = LandlockRights.of(abi());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = LandlockRulesetAttr.of(handled.files(), handled.network(), handled.scopes(), arena);
            return new Landlock(new Descriptor(create(attr, attr.byteSize(), 0)), handled);
        }
    }

    private static int create(MemorySegment attr, long bytes, int flags) throws Errno {
        long result;
        try {
            result = (long) CREATE_RULESET.invokeExact(Native.state(), SYS_LANDLOCK_CREATE_RULESET, attr, bytes, flags);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return (int) Native.check("landlock_create_ruleset", result);
    }

    /** Allows {@code access} to a file, or to all beneath a directory; symbolic links in {@code path} are followed. */
    public void allow(Path path, Access access) throws Errno {
        try (Descriptor parent = new Descriptor(Libc.open(path.toString(), Libc.O_PATH | Libc.O_CLOEXEC));
                Arena arena = Arena.ofConfined()) {
            long rights = access.on(Files.isDirectory(path)) & handled.files();
            add(
                    "landlock_add_rule " + path,
                    LANDLOCK_RULE_PATH_BENEATH,
                    LandlockPathBeneathAttr.of(rights, parent.number(), arena));
        }
    }

    /** Allows TCP connections to a port of any host; without effect before version 4, which cannot forbid them. */
    public void allowConnect(int port) throws Errno {
        if (handled.network() == 0) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rule = LandlockNetPortAttr.of(LandlockRights.CONNECT_TCP, port, arena);
            add("landlock_add_rule port " + port, LANDLOCK_RULE_NET_PORT, rule);
        }
    }

    private void add(String name, int type, MemorySegment rule) throws Errno {
        long result;
        try {
            result = (long)
                    ADD_RULE.invokeExact(Native.state(), SYS_LANDLOCK_ADD_RULE, descriptor.number(), type, rule, 0);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check(name, result);
    }

    /**
     * Binds the calling thread, and what it executes or starts afterwards, for ever.
     *
     * <p>Preconditions: no_new_privs is set on the calling thread.
     */
    public void restrictSelf() throws Errno {
        long result;
        try {
            result = (long)
                    RESTRICT_SELF.invokeExact(Native.state(), SYS_LANDLOCK_RESTRICT_SELF, descriptor.number(), 0);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("landlock_restrict_self", result);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
