package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The end at which a filter's notified calls arrive and are answered. When it is closed, those calls fail with ENOSYS: closed is shut.
 * Can be read when a call waits; over when nobody is left who could make one. Source: seccomp_unotify(2), Linux 5.5. For one thread.
 */
public final class SeccompListener extends Waitable {
    // include/uapi/linux/seccomp.h, v6.12: SECCOMP_IOC_MAGIC is '!'.
    static final long SECCOMP_IOCTL_NOTIF_RECV = IoctlNumber.both('!', 0, SeccompNotif.LAYOUT);
    static final long SECCOMP_IOCTL_NOTIF_SEND = IoctlNumber.both('!', 1, SeccompNotifResp.LAYOUT);
    static final long SECCOMP_IOCTL_NOTIF_ID_VALID = IoctlNumber.write('!', 2, JAVA_LONG);

    SeccompListener(int number) {
        super(new Descriptor(number));
    }

    /**
     * Takes the next call, and waits for one if there is none.
     *
     * @return false if whoever made it was gone before it was taken, or a signal came
     */
    public boolean receive(SeccompNotif into) throws Errno {
        into.segment().fill((byte) 0);
        try {
            Libc.ioctl("SECCOMP_IOCTL_NOTIF_RECV", number(), SECCOMP_IOCTL_NOTIF_RECV, into.segment());
            return true;
        } catch (Errno e) {
            return unlessGone(e);
        }
    }

    /**
     * Lets the kernel do the call. Only for what was decided on the call's number and on arguments that are plain numbers: what a pointer
     * points to may be another thing when the kernel looks.
     *
     * @return false if whoever made it is gone
     */
    public boolean proceed(SeccompNotif call) throws Errno {
        return send(call, 0, 0, SeccompNotifResp.SECCOMP_USER_NOTIF_FLAG_CONTINUE);
    }

    /**
     * Fails the call, which is not done.
     *
     * @param errno 1 to 4095
     * @return false if whoever made it is gone
     */
    public boolean fail(SeccompNotif call, int errno) throws Errno {
        return send(call, 0, -errno, 0);
    }

    /**
     * Answers the call, which is not done.
     *
     * @param value what it returns; not negative, since that would be an errno
     * @return false if whoever made it is gone
     */
    public boolean answer(SeccompNotif call, long value) throws Errno {
        return send(call, value, 0, 0);
    }

    /** Whether whoever made the call still waits in it: then its thread's number is not another's. */
    public boolean waits(SeccompNotif call) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment id = arena.allocateFrom(JAVA_LONG, call.id());
            Libc.ioctl("SECCOMP_IOCTL_NOTIF_ID_VALID", number(), SECCOMP_IOCTL_NOTIF_ID_VALID, id);
            return true;
        } catch (Errno e) {
            return unlessGone(e);
        }
    }

    private boolean send(SeccompNotif call, long value, int error, int flags) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(SeccompNotifResp.LAYOUT);
            SeccompNotifResp.write(answer, call.id(), value, error, flags);
            Libc.ioctl("SECCOMP_IOCTL_NOTIF_SEND", number(), SECCOMP_IOCTL_NOTIF_SEND, answer);
            return true;
        } catch (Errno e) {
            return unlessGone(e);
        }
    }

    private static boolean unlessGone(Errno e) throws Errno {
        if (e.number() == Errno.ENOENT || e.number() == Errno.EINTR) {
            return false;
        }
        throw e;
    }
}
