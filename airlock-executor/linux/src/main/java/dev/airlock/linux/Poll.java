package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Waits for several descriptors at once, each at a place of its own. For the thread of its arena. */
public final class Poll {
    // int poll(struct pollfd *fds, nfds_t nfds, int timeout)
    private static final MethodHandle POLL =
            Native.bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private static final int NOBODY = -1;

    private final MemorySegment places;
    private final int count;

    /** @param count of places, none of which is taken */
    public Poll(Arena arena, int count) {
        this.places = arena.allocate(PollFd.LAYOUT, count);
        this.count = count;
        for (int place = 0; place < count; place++) {
            leave(place);
        }
    }

    /** From here on this place is about reading {@code what}, or about its end. */
    public void read(int place, Waitable what) {
        take(place, what.number(), PollFd.POLLIN);
    }

    /** From here on this place is about writing to {@code what}. */
    public void write(int place, Waitable what) {
        take(place, what.number(), PollFd.POLLOUT);
    }

    /** From here on this place is about nothing. Before its descriptor is closed. */
    public void leave(int place) {
        take(place, NOBODY, (short) 0);
    }

    private void take(int place, int number, short events) {
        long at = place * PollFd.LAYOUT.byteSize();
        places.set(JAVA_INT, at, number);
        places.set(JAVA_SHORT, at + PollFd.EVENTS, events);
        places.set(JAVA_SHORT, at + PollFd.REVENTS, (short) 0);
    }

    /**
     * Waits until something is there or the time is over.
     *
     * @param millis at most so many; 0 to look only, less to wait for ever
     * @return whether any place has something; a signal may end the wait with nothing
     */
    public boolean await(int millis) throws Errno {
        int ready;
        try {
            ready = (int) POLL.invokeExact(Native.state(), places, (long) count, millis);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        try {
            return Native.check("poll", ready) > 0;
        } catch (Errno e) {
            if (e.number() != Errno.EINTR) {
                throw e;
            }
            for (int place = 0; place < count; place++) {
                places.set(JAVA_SHORT, place * PollFd.LAYOUT.byteSize() + PollFd.REVENTS, (short) 0);
            }
            return false;
        }
    }

    /** Whether the last wait found that this place can be read or written without waiting. */
    public boolean ready(int place) {
        return (events(place) & (PollFd.POLLIN | PollFd.POLLOUT)) != 0;
    }

    /** Whether the last wait found that the other side of this place is gone, or that it is broken. */
    public boolean over(int place) {
        return (events(place) & (PollFd.POLLHUP | PollFd.POLLERR | PollFd.POLLNVAL)) != 0;
    }

    private int events(int place) {
        return places.get(JAVA_SHORT, place * PollFd.LAYOUT.byteSize() + PollFd.REVENTS);
    }
}
